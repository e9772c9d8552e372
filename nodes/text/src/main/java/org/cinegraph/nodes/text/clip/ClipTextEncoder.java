package org.cinegraph.nodes.text.clip;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// What steers Stable Diffusion 1 and 2: CLIP's tokenizer and text model together. Their absence of
/// a prompt is the empty prompt, and padding is words like any other: the model was trained so.
///
/// Threads may share it.
public final class ClipTextEncoder implements AutoCloseable {
  private final ClipTokenizer tokenizer;
  private final ClipTextModel model;

  private ClipTextEncoder(ClipTokenizer tokenizer, ClipTextModel model) {
    this.tokenizer = tokenizer;
    this.model = model;
  }

  /// @throws NodeFailure a part is of another class or damaged, or the two do not fit each other
  public static Loaded<ClipTextEncoder> load(ModelPart tokenizerPart, ModelPart modelPart)
      throws NodeFailure, IOException {
    if (!tokenizerPart.indexedClass().equals(ClipTokenizer.CLASS_NAME)) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "The %s of model package %s is a %s; known here: %s."
              .formatted(
                  tokenizerPart.name(),
                  tokenizerPart.packageName(),
                  tokenizerPart.indexedClass(),
                  ClipTokenizer.CLASS_NAME));
    }
    ClipTokenizer tokenizer = ClipTokenizer.read(tokenizerPart);
    Loaded<ClipTextModel> loaded = ClipTextModel.load(modelPart);
    ClipTextModel model = loaded.model();
    if (tokenizer.largest() >= model.vocabulary() || tokenizer.length() > model.positions()) {
      model.close();
      throw NodeFailure.user(
          "model-config",
          "The tokenizer of model package %s gives %d numbers up to %d, its %s was expected to take them, found one for %d numbers below %d. Take the tokenizer that belongs to the package."
              .formatted(
                  modelPart.packageName(),
                  tokenizer.length(),
                  tokenizer.largest(),
                  modelPart.name(),
                  model.positions(),
                  model.vocabulary()));
    }
    return new Loaded<>(new ClipTextEncoder(tokenizer, model), loaded.bytes());
  }

  /// The words of a prompt that are beyond the length.
  public List<String> lost(String prompt) {
    return tokenizer.lost(prompt);
  }

  /// What guided generation needs of a prompt.
  public Conditioning condition(String prompt) throws NodeFailure {
    int length = tokenizer.length();
    long[] both = Arrays.copyOf(tokenizer.encode(prompt), 2 * length);
    System.arraycopy(tokenizer.encode(""), 0, both, length, length);
    FloatTensor hidden = model.encode(LongTensor.of(Shape.of(2, length), both)).last();
    float[] present = new float[both.length];
    Arrays.fill(present, 1);
    return new Conditioning(hidden, FloatTensor.of(Shape.of(2, length), present));
  }

  @Override
  public void close() {
    model.close();
  }
}
