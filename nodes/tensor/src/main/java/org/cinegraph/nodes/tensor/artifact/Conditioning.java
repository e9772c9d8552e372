package org.cinegraph.nodes.tensor.artifact;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;

/// What a text encoder says of a prompt: row 0 is the prompt, row 1 its absence, so that guidance
/// can contrast the two.
///
/// @param hidden [2, words, width]
/// @param present [2, words]: 1 for a word, 0 for padding
/// @param pooled [2, width of it]: the whole prompt in one row, for models that ask for it
/// @param tokens [1, words]: the numbers of the prompt's tokens, where each is a row of the hidden
///   states and there is one prompt alone
/// @param refocus what attention is to do with the prompt's phrases
public record Conditioning(
    FloatTensor hidden,
    FloatTensor present,
    Optional<FloatTensor> pooled,
    Optional<FloatTensor> tokens,
    Optional<Refocus> refocus) {
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
    if (tokens.isPresent()
        && !tokens.get().shape().equals(Shape.of(1, hidden.shape().sizes().get(1)))) {
      throw new IllegalArgumentException("A conditioning of tokens " + tokens.get().shape());
    }
  }

  /// What attention is to do with phrases of the prompt.
  ///
  /// @param plan as JSON; `refocus-attention` writes it and `sample-latents` reads it
  /// @param regions [planes, rows, columns], 0 to 1, where the plan speaks of any
  public record Refocus(String plan, Optional<FloatTensor> regions) {
    public Refocus {
      requireNonNull(plan, "plan is null");
      requireNonNull(regions, "regions is null");
    }
  }

  /// One without pooled rows.
  public Conditioning(FloatTensor hidden, FloatTensor present) {
    this(hidden, present, Optional.empty());
  }

  /// One whose tokens are not known.
  public Conditioning(FloatTensor hidden, FloatTensor present, Optional<FloatTensor> pooled) {
    this(hidden, present, pooled, Optional.empty(), Optional.empty());
  }

  /// @param row the numbers of the prompt's tokens
  public Conditioning withTokens(long[] row) {
    float[] numbers = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      numbers[i] = row[i];
    }
    FloatTensor known = FloatTensor.of(numbers, 1, row.length);
    return new Conditioning(hidden, present, pooled, Optional.of(known), refocus);
  }

  public Conditioning with(Refocus wanted) {
    return new Conditioning(hidden, present, pooled, tokens, Optional.of(wanted));
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
    tokens.ifPresent(row -> tensors.put("tokens", row));
    TreeMap<String, String> texts = new TreeMap<>();
    refocus.ifPresent(wanted -> texts.put("refocus", wanted.plan()));
    refocus.flatMap(Refocus::regions).ifPresent(planes -> tensors.put("regions", planes));
    SafetensorsWriter.write(file, tensors, texts);
  }

  /// @param width of the hidden states that the reader can use
  /// @throws NodeFailure the file is no conditioning, or one for another model
  public static Conditioning read(Path file, String port, int width)
      throws NodeFailure, IOException {
    Conditioning read = read(file, port);
    if (read.width() != width) {
      throw NodeFailure.user(
          "conditioning-mismatch",
          "Input %s was expected to be a conditioning of width %d, found %d. Encode the prompt with the model that this node uses."
              .formatted(port, width, read.width()));
    }
    return read;
  }

  /// One for any model.
  ///
  /// @throws NodeFailure the file is no conditioning
  public static Conditioning read(Path file, String port) throws NodeFailure, IOException {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Optional<FloatTensor> regions = ifThere(tensors, "regions");
      return new Conditioning(
          tensors.floats("hidden"),
          tensors.floats("present"),
          ifThere(tensors, "pooled"),
          ifThere(tensors, "tokens"),
          Optional.ofNullable(tensors.header().metadata().get("refocus"))
              .map(plan -> new Refocus(plan, regions)));
    } catch (MalformedSafetensors | IllegalArgumentException e) {
      throw NodeFailure.user(
          "not-a-conditioning",
          "Input %s was expected to be a conditioning: %s".formatted(port, e.getMessage()));
    }
  }

  private static Optional<FloatTensor> ifThere(SafetensorsFile tensors, String name)
      throws MalformedSafetensors {
    boolean there = tensors.header().tensors().containsKey(name);
    return there ? Optional.of(tensors.floats(name)) : Optional.empty();
  }
}
