package org.cinegraph.nodes.tensor.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;

/// Finds the weights in the folder of a part, under the names that diffusers and transformers give
/// them: `model.safetensors`, a variant `model.fp16.safetensors`, or an index of shards. The plain
/// ones come first, unless a variant is asked for; without plain ones there must be one variant.
final class WeightSearch {
  private static final String STEM = "(?<stem>diffusion_pytorch_model|model)";
  private static final Pattern SINGLE =
      Pattern.compile(STEM + "(\\.(?<variant>\\w+))?\\.safetensors");
  private static final Pattern INDEX =
      Pattern.compile(
          STEM + "(\\.(?<before>\\w+))?\\.safetensors\\.index(\\.(?<variant>\\w+))?\\.json");

  private final String what;
  private final Path folder;

  /// @param what the part, for messages: `unet of model package sdxl`
  WeightSearch(String what, Path folder) {
    this.what = what;
    this.folder = folder;
  }

  private record Candidate(String stem, String variant, boolean sharded, Path file) {}

  SortedSet<String> variants() throws IOException {
    SortedSet<String> variants = new TreeSet<>();
    candidates().forEach(candidate -> variants.add(candidate.variant()));
    variants.remove("");
    return variants;
  }

  /// Whether there are several variants and no plain weights, so that one has to be named.
  boolean isOpen() throws IOException {
    return variants().size() > 1
        && candidates().stream().noneMatch(candidate -> candidate.variant().isEmpty());
  }

  WeightFiles find(Optional<String> variant) throws NodeFailure, IOException {
    List<Candidate> found = candidates();
    List<Candidate> wanted =
        found.stream().filter(it -> variant.equals(Optional.of(it.variant()))).toList();
    return wanted.isEmpty() ? plain(found) : open(wanted.getFirst());
  }

  private WeightFiles plain(List<Candidate> found) throws NodeFailure, IOException {
    SortedSet<String> variants = new TreeSet<>();
    found.forEach(candidate -> variants.add(candidate.variant()));
    if (found.isEmpty()) {
      throw none();
    }
    if (!variants.contains("") && variants.size() > 1) {
      throw NodeFailure.user(
          "model-variants",
          "The %s has no plain weights but several variants: %s. Name one of them in the graph: model: {base: …, variant: %s}."
              .formatted(what, String.join(", ", variants), variants.first()));
    }
    return open(found.getFirst());
  }

  private WeightFiles open(Candidate weights) throws NodeFailure, IOException {
    if (!weights.sharded()) {
      return WeightFiles.single(weights.file());
    }
    try {
      return WeightFiles.sharded(weights.file());
    } catch (MalformedSafetensors e) {
      throw NodeFailure.user(
          "model-damaged",
          "The %s is damaged: %s Fetch the package again.".formatted(what, e.getMessage()));
    }
  }

  private List<Candidate> candidates() throws IOException {
    List<Candidate> found = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      Matcher single = SINGLE.matcher(name);
      Matcher index = INDEX.matcher(name);
      if (single.matches()) {
        found.add(new Candidate(group(single, "stem"), group(single, "variant"), false, file));
      } else if (index.matches()) {
        String variant = group(index, "before") + group(index, "variant");
        found.add(new Candidate(group(index, "stem"), variant, true, file));
      }
    }
    found.sort(
        Comparator.comparing(Candidate::variant)
            .thenComparing(Candidate::stem)
            .thenComparing(Candidate::sharded));
    return found;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String group(Matcher matcher, String group) {
    return Optional.ofNullable(matcher.group(group)).orElse("");
  }

  private NodeFailure none() throws IOException {
    List<String> pickles =
        files().stream()
            .map(file -> file.getFileName().toString())
            .filter(PackageFiles::isPickle)
            .toList();
    if (pickles.isEmpty()) {
      return NodeFailure.user(
          "model-incomplete",
          "The %s has no weights: expected diffusion_pytorch_model.safetensors or model.safetensors, one of them with a variant in its name, or an index of shards in %s. Fetch the package again."
              .formatted(what, folder));
    }
    return NodeFailure.user(
        "model-pickle",
        "The %s has its weights only as the pickle %s; pickles can run code and are never opened. Fetch its safetensors, or load it where you trust it and save it with safe_serialization=True."
            .formatted(what, String.join(", ", pickles)));
  }
}
