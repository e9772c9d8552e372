package org.cinegraph.nodes.tensor.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;

/// What a generator makes and an autoencoder decodes: normalised, mean 0 and deviation about 1.
///
/// @param values [1, channels, frames, rows, columns] for video, [images, channels, rows, columns]
///   for images
public record Latents(FloatTensor values) {
  public static final String MEDIA_TYPE = "application/vnd.cinegraph.latents+safetensors";

  /// Equal latents give equal bytes.
  public void write(Path file) throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("latents", values);
    SafetensorsWriter.write(file, tensors);
  }

  /// @param port for messages
  /// @throws NodeFailure the file holds no latents
  public static Latents read(Path file, String port) throws NodeFailure, IOException {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      return new Latents(tensors.floats("latents"));
    } catch (MalformedSafetensors e) {
      throw NodeFailure.user(
          "not-latents", "Input %s was expected to be latents: %s".formatted(port, e.getMessage()));
    }
  }
}
