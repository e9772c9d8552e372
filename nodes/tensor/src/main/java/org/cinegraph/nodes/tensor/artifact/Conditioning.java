package org.cinegraph.nodes.tensor.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;

/// What a text encoder says of a prompt: row 0 is the prompt, row 1 its absence, so that guidance
/// can contrast the two.
///
/// @param hidden [2, words, width]
/// @param present [2, words]: 1 for a word, 0 for padding
/// @param pooled [2, width of it]: the whole prompt in one row, for models that ask for it
public record Conditioning(FloatTensor hidden, FloatTensor present, Optional<FloatTensor> pooled) {
  public static final String MEDIA_TYPE = "application/vnd.cinegraph.conditioning+safetensors";

  public Conditioning {
    if (hidden.shape().sizes().size() != 3
        || !present.shape().sizes().equals(hidden.shape().sizes().subList(0, 2))
        || hidden.shape().sizes().getFirst() != 2) {
      throw new IllegalArgumentException(
          "A conditioning of hidden states %s and presence %s"
              .formatted(hidden.shape(), present.shape()));
    }
    if (pooled.isPresent()
        && (pooled.get().shape().sizes().size() != 2
            || pooled.get().shape().sizes().getFirst() != 2)) {
      throw new IllegalArgumentException(
          "A conditioning of pooled rows %s".formatted(pooled.get().shape()));
    }
  }

  /// One without pooled rows.
  public Conditioning(FloatTensor hidden, FloatTensor present) {
    this(hidden, present, Optional.empty());
  }

  public long width() {
    return hidden.shape().sizes().get(2);
  }

  /// Equal conditionings give equal bytes.
  public void write(Path file) throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("hidden", hidden);
    tensors.put("present", present);
    pooled.ifPresent(rows -> tensors.put("pooled", rows));
    SafetensorsWriter.write(file, tensors);
  }

  /// @param width of the hidden states that the reader can use
  /// @throws NodeFailure the file is no conditioning, or one for another model
  public static Conditioning read(Path file, String port, int width)
      throws NodeFailure, IOException {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Optional<FloatTensor> pooled =
          tensors.header().tensors().containsKey("pooled")
              ? Optional.of(tensors.floats("pooled"))
              : Optional.empty();
      Conditioning read =
          new Conditioning(tensors.floats("hidden"), tensors.floats("present"), pooled);
      if (read.width() != width) {
        throw NodeFailure.user(
            "conditioning-mismatch",
            "Input %s was expected to be a conditioning of width %d, found %d. Encode the prompt with the model that this node uses."
                .formatted(port, width, read.width()));
      }
      return read;
    } catch (MalformedSafetensors | IllegalArgumentException e) {
      throw NodeFailure.user(
          "not-a-conditioning",
          "Input %s was expected to be a conditioning: %s".formatted(port, e.getMessage()));
    }
  }
}
