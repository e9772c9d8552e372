package org.cinegraph.nodes.tensor.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;

/// The weights of one network on disk: a single safetensors file, or shards under an index that
/// says which tensor lies in which. The index is believed in nothing that the shards do not show.
///
/// @param named the file that stands for all in messages: the single one, or the index
/// @param files the single file or the shards
/// @param index tensor to shard as the index says; empty for a single file
public record WeightFiles(Path named, List<Path> files, SequencedMap<String, Path> index) {
  private static final int MOST_NAMES = 10;

  public WeightFiles {
    files = List.copyOf(files);
    index = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(index));
  }

  public static WeightFiles single(Path file) {
    return new WeightFiles(file, List.of(file), new LinkedHashMap<>());
  }

  /// @param index `model.safetensors.index.json`; its shards lie beside it
  /// @throws MalformedSafetensors it is no index, or a shard that it names is missing
  public static WeightFiles sharded(Path index) throws IOException {
    SequencedMap<String, Path> placed = ShardIndex.read(index);
    List<Path> shards = List.copyOf(new TreeSet<>(placed.values()));
    List<String> missing =
        shards.stream()
            .filter(shard -> !Files.isRegularFile(shard))
            .map(shard -> shard.getFileName().toString())
            .toList();
    if (!missing.isEmpty()) {
      throw new MalformedSafetensors(
          "%s names %d shards, %d of them missing: %s."
              .formatted(index, shards.size(), missing.size(), brief(missing)));
    }
    return new WeightFiles(index, shards, placed);
  }

  /// The tables of contents of all files, by file.
  ///
  /// @throws MalformedSafetensors a file is damaged, or the index does not tell what is in it
  public SequencedMap<Path, SafetensorsHeader> headers() throws IOException {
    SequencedMap<Path, SafetensorsHeader> headers = new LinkedHashMap<>();
    for (Path file : files) {
      headers.put(file, SafetensorsFile.header(file));
    }
    if (!index.isEmpty()) {
      checkIndex(headers);
    }
    return headers;
  }

  private void checkIndex(SequencedMap<Path, SafetensorsHeader> headers)
      throws MalformedSafetensors {
    List<String> lies = new ArrayList<>();
    index.forEach((tensor, shard) -> {
      SafetensorsHeader header = headers.get(shard);
      if (header == null || !header.tensors().containsKey(tensor)) {
        lies.add("%s is not in %s".formatted(tensor, shard.getFileName()));
      }
    });
    for (Map.Entry<Path, SafetensorsHeader> held : headers.entrySet()) {
      for (String tensor : held.getValue().tensors().sequencedKeySet()) {
        if (!held.getKey().equals(index.get(tensor))) {
          lies.add("%s holds %s too".formatted(held.getKey().getFileName(), tensor));
        }
      }
    }
    if (!lies.isEmpty()) {
      throw new MalformedSafetensors(
          "%s does not tell what is in its shards: %s.".formatted(named, brief(lies)));
    }
  }

  private static String brief(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMES)));
    return all.size() > MOST_NAMES ? first + ", and " + (all.size() - MOST_NAMES) + " more" : first;
  }
}
