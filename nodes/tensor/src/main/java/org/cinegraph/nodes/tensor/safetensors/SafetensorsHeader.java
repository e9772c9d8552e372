package org.cinegraph.nodes.tensor.safetensors;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The table of contents of a file, checked: every tensor lies inside the data, no two share a
/// byte, and no byte belongs to none.
///
/// @param tensors by name, in the order of their data
/// @param dataStart position of the first byte of data in the file
public record SafetensorsHeader(
    SequencedMap<String, TensorEntry> tensors,
    SequencedMap<String, String> metadata,
    long dataStart) {
  /// The format's own bound; no honest header comes near it.
  public static final long MOST_HEADER_BYTES = 100_000_000;

  public SafetensorsHeader {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
  }

  /// Puts entries in the order of their data and checks them against the size of the data.
  ///
  /// @param file for messages
  static SafetensorsHeader check(
      String file,
      List<TensorEntry> entries,
      SequencedMap<String, String> metadata,
      long dataStart,
      long dataBytes)
      throws MalformedSafetensors {
    List<TensorEntry> ordered =
        entries.stream()
            .sorted(
                Comparator.comparingLong(TensorEntry::offset)
                    .thenComparingLong(TensorEntry::bytes)
                    .thenComparing(TensorEntry::name))
            .toList();
    long promised = ordered.stream().mapToLong(TensorEntry::end).max().orElse(0);
    if (promised > dataBytes) {
      throw new MalformedSafetensors(
          "%s is cut off: its header promises %d bytes of data, the file holds %d."
              .formatted(file, promised, dataBytes));
    }
    if (promised < dataBytes) {
      throw new MalformedSafetensors(
          "%s has been altered: %d bytes after its last tensor belong to none."
              .formatted(file, dataBytes - promised));
    }
    checkSeams(file, ordered);
    SequencedMap<String, TensorEntry> tensors = new LinkedHashMap<>();
    ordered.forEach(entry -> tensors.put(entry.name(), entry));
    return new SafetensorsHeader(tensors, metadata, dataStart);
  }

  private static void checkSeams(String file, List<TensorEntry> ordered)
      throws MalformedSafetensors {
    long end = 0;
    String last = "the start of the data";
    for (TensorEntry entry : ordered) {
      if (entry.offset() < end) {
        throw new MalformedSafetensors(
            "%s has been altered: tensor %s overlaps %s.".formatted(file, entry.name(), last));
      }
      if (entry.offset() > end) {
        throw new MalformedSafetensors(
            "%s has been altered: %d bytes between %s and tensor %s belong to none."
                .formatted(file, entry.offset() - end, last, entry.name()));
      }
      end = entry.end();
      last = "tensor " + entry.name();
    }
  }
}
