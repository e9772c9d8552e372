package org.cinegraph.nodes.tensor.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedSet;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsHeader;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;

/// One part of a model package: a subfolder with a configuration and, if it is a network, weights.
///
/// @param packageName for messages
/// @param name the subfolder: `transformer`
/// @param indexedClass the class that the package's index gives it
/// @param form of its weights
public record ModelPart(
    String packageName,
    String name,
    String indexedClass,
    Path folder,
    ModelConfig config,
    WeightForm form) {
  /// What a fork added to the names of classes that it changed in nothing that counts here.
  private static final String FORK_SUFFIX = "_New";

  public ModelPart {
    requireNonNull(packageName, "packageName is null");
    requireNonNull(name, "name is null");
    requireNonNull(indexedClass, "indexedClass is null");
    requireNonNull(folder, "folder is null");
    requireNonNull(config, "config is null");
    requireNonNull(form, "form is null");
  }

  public ModelPart in(WeightForm other) {
    return new ModelPart(packageName, name, indexedClass, folder, config, other);
  }

  /// What the network computes in.
  public Dtype dtype() {
    return form.dtype();
  }

  /// For networks that compute in float32 alone.
  ///
  /// @throws NodeFailure something else is asked for
  public void requireFloat32() throws NodeFailure {
    if (dtype() != Dtype.F32) {
      throw NodeFailure.user(
          "dtype-unsupported",
          "The %s of model package %s computes in f32 alone, found dtype %s. Take dtype f32, in the graph's model or as the worker's --dtype."
              .formatted(name, packageName, dtype().written()));
    }
  }

  /// Whether the part has weights; schedulers and tokenizers have none.
  public boolean isNetwork() {
    return !name.startsWith("scheduler") && !name.startsWith("tokenizer");
  }

  /// The class of the part: as diffusers writes it in the configuration, or as transformers does,
  /// or else as the index says.
  public String className() throws NodeFailure {
    String found = indexedClass;
    if (config.isSet("_class_name")) {
      found = config.text("_class_name");
    } else if (config.isSet("architectures") && !config.texts("architectures").isEmpty()) {
      found = config.texts("architectures").getFirst();
    }
    return found.endsWith(FORK_SUFFIX)
        ? found.substring(0, found.length() - FORK_SUFFIX.length())
        : found;
  }

  /// The class of the part.
  ///
  /// @param known the classes that the caller can run
  /// @throws NodeFailure it is none of them
  public String className(List<String> known) throws NodeFailure {
    String found = className();
    if (!known.contains(found)) {
      throw NodeFailure.user(
          "unknown-architecture",
          "The %s of model package %s is a %s; known here: %s."
              .formatted(name, packageName, found, String.join(", ", known)));
    }
    return found;
  }

  /// Where the weights are.
  ///
  /// A part without the variant that is asked for has the plain ones, as diffusers has it.
  ///
  /// @throws NodeFailure there are none, they are pickles only, or a shard is missing
  public WeightFiles weights() throws NodeFailure, IOException {
    return search().find(form.variant());
  }

  /// Those that have a variant's name; the plain ones are not among them.
  public SortedSet<String> variants() throws IOException {
    return search().variants();
  }

  /// The part with each of its variants where one has to be named and none is; else this one alone.
  public List<ModelPart> choices() throws IOException {
    if (form.variant().isPresent() || !isNetwork() || !search().isOpen()) {
      return List.of(this);
    }
    return variants().stream()
        .map(variant -> in(new WeightForm(form.dtype(), Optional.of(variant))))
        .toList();
  }

  private WeightSearch search() {
    return new WeightSearch("%s of model package %s".formatted(name, packageName), folder);
  }

  /// The names of all tensors of the weights. Reads and checks their headers.
  ///
  /// @throws NodeFailure a file is damaged, or the index of shards lies
  public SequencedSet<String> tensorNames() throws NodeFailure, IOException {
    SequencedSet<String> names = new LinkedHashSet<>();
    try {
      for (SafetensorsHeader header : weights().headers().values()) {
        names.addAll(header.tensors().sequencedKeySet());
      }
    } catch (MalformedSafetensors e) {
      throw NodeFailure.user(
          "model-damaged",
          "The %s of model package %s is damaged: %s Fetch the package again."
              .formatted(name, packageName, e.getMessage()));
    }
    return names;
  }

  public boolean hasFile(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  /// Another JSON file of the part.
  ///
  /// @throws NodeFailure it is not there
  public ModelConfig configFile(String file) throws NodeFailure, IOException {
    return ModelConfig.read(folder.resolve(file), label(file));
  }

  /// A text file of the part.
  ///
  /// @throws NodeFailure it is not there, is not UTF-8 or too large for a text
  public String textFile(String file) throws NodeFailure, IOException {
    return ModelConfig.readText(folder.resolve(file), label(file));
  }

  /// A file of the part that is no text.
  ///
  /// @throws NodeFailure it is not there, or has more than `most` bytes
  public byte[] binaryFile(String file, int most) throws NodeFailure, IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path) || Files.size(path) > most) {
      throw NodeFailure.user(
          "model-incomplete",
          label(file)
              + " is missing or has more than "
              + most
              + " bytes. Fetch the package again.");
    }
    return Files.readAllBytes(path);
  }

  private String label(String file) {
    return "%s/%s of model package %s".formatted(name, file, packageName);
  }
}
