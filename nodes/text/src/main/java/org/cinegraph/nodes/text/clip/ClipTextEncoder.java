package org.cinegraph.nodes.text.clip;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.text.clip.ClipTextModel.Encoded;

/// CLIP's tokenizer and text model together. Padding is words like any other: the model was trained
/// so.
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

  /// The numbers of a prompt's tokens, one for each row of its hidden states.
  public long[] tokens(String prompt) {
    return tokenizer.encode(prompt);
  }

  /// What the model says of prompts.
  ///
  /// @param skipped how many layers before the end the early states are
  public Encoded encode(List<String> prompts, int skipped) throws NodeFailure {
    int length = tokenizer.length();
    long[] rows = new long[prompts.size() * length];
    for (int i = 0; i < prompts.size(); i++) {
      System.arraycopy(tokenizer.encode(prompts.get(i)), 0, rows, i * length, length);
    }
    return model.encode(LongTensor.of(Shape.of(prompts.size(), length), rows), skipped);
  }

  /// The norm that stands behind the last layer, of other hidden states.
  public FloatTensor norm(FloatTensor hidden) throws NodeFailure {
    return model.norm(hidden);
  }

  public int layers() {
    return model.layers();
  }

  @Override
  public void close() {
    model.close();
  }
}
