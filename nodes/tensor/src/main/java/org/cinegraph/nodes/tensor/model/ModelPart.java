package org.cinegraph.nodes.tensor.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;

/// One part of a model package: a subfolder with a configuration and, if it is a network, weights.
///
/// @param packageName for messages
/// @param name the subfolder: `transformer`
public record ModelPart(String packageName, String name, Path folder, ModelConfig config) {
  /// The names that weights go by: those of diffusers and of transformers.
  static final List<String> WEIGHT_FILES =
      List.of("diffusion_pytorch_model.safetensors", "model.safetensors");

  public ModelPart {
    requireNonNull(packageName, "packageName is null");
    requireNonNull(name, "name is null");
    requireNonNull(folder, "folder is null");
    requireNonNull(config, "config is null");
  }

  /// The class of the part, as its configuration says.
  ///
  /// @param known the classes that the caller can run
  /// @throws NodeFailure it is none of them
  public String className(List<String> known) throws NodeFailure {
    String found = config.text("_class_name");
    if (!known.contains(found)) {
      throw NodeFailure.user(
          "unknown-architecture",
          "The %s of model package %s is a %s; known here: %s."
              .formatted(name, packageName, found, String.join(", ", known)));
    }
    return found;
  }

  /// The file of the weights.
  ///
  /// @throws NodeFailure there is none
  public Path weights() throws NodeFailure {
    for (String file : WEIGHT_FILES) {
      Path path = folder.resolve(file);
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    throw NodeFailure.user(
        "model-incomplete",
        "The %s of model package %s has no weights: expected %s in %s. Fetch the package again."
            .formatted(name, packageName, String.join(" or ", WEIGHT_FILES), folder));
  }

  /// Another JSON file of the part.
  ///
  /// @throws NodeFailure it is not there
  public ModelConfig configFile(String file) throws NodeFailure, IOException {
    String label = "%s/%s of model package %s".formatted(name, file, packageName);
    return ModelConfig.read(folder.resolve(file), label);
  }
}
