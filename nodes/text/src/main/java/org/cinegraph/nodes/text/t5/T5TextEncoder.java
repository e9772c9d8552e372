package org.cinegraph.nodes.text.t5;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.text.unigram.UnigramTokenizer;

/// A Unigram tokenizer and an encoder of T5's kind together. Padding is masked: a prompt's states
/// do not depend on how far its row is filled up.
///
/// Threads may share it.
public final class T5TextEncoder implements AutoCloseable {
  private final UnigramTokenizer tokenizer;
  private final T5EncoderModel model;

  private T5TextEncoder(UnigramTokenizer tokenizer, T5EncoderModel model) {
    this.tokenizer = tokenizer;
    this.model = model;
  }

  /// @throws NodeFailure a part is of another class or damaged, or the two do not fit each other
  public static Loaded<T5TextEncoder> load(ModelPart tokenizerPart, ModelPart modelPart)
      throws NodeFailure, IOException {
    UnigramTokenizer tokenizer = UnigramTokenizer.read(tokenizerPart);
    Loaded<T5EncoderModel> loaded = T5EncoderModel.load(modelPart);
    T5EncoderModel model = loaded.model();
    if (tokenizer.largest() >= model.vocabulary()) {
      model.close();
      throw NodeFailure.user(
          "model-config",
          "The tokenizer of model package %s gives numbers up to %d, its %s was expected to take them, found one for numbers below %d. Take the tokenizer that belongs to the package."
              .formatted(
                  modelPart.packageName(),
                  tokenizer.largest(),
                  modelPart.name(),
                  model.vocabulary()));
    }
    return new Loaded<>(new T5TextEncoder(tokenizer, model), loaded.bytes());
  }

  /// What the encoder says of prompts.
  ///
  /// @param hidden [prompts, length, width]: rows behind a prompt's end are zeros
  /// @param present [prompts, length]: 1 for a token, 0 for what is behind the end
  public record Encoded(FloatTensor hidden, FloatTensor present) {}

  /// The words of a prompt that are beyond a length.
  public List<String> lost(String prompt, int length) {
    return tokenizer.lost(prompt, length);
  }

  /// The length of a row, if the tokenizer says one.
  public int length(int fallback) throws NodeFailure {
    return tokenizer.length(fallback);
  }

  /// Of a row of hidden states.
  public int width() {
    return model.width();
  }

  /// @param length of a row; the end token is always in it
  public <E extends Exception> Encoded encode(
      List<String> prompts, int length, T5EncoderModel.BetweenLayers<E> between)
      throws NodeFailure, E {
    int width = model.width();
    float[] hidden = new float[prompts.size() * length * width];
    float[] present = new float[prompts.size() * length];
    for (int i = 0; i < prompts.size(); i++) {
      // One after the other and no longer than it is: the padding would cost as much as words do.
      long[] tokens = tokenizer.encode(prompts.get(i), length);
      float[] all = new float[tokens.length];
      Arrays.fill(all, 1);
      FloatTensor states =
          model.encode(
              LongTensor.of(Shape.of(1, tokens.length), tokens),
              FloatTensor.of(all, 1, tokens.length),
              between);
      System.arraycopy(states.values(), 0, hidden, i * length * width, states.values().length);
      Arrays.fill(present, i * length, i * length + tokens.length, 1);
    }
    return new Encoded(
        FloatTensor.of(hidden, prompts.size(), length, width),
        FloatTensor.of(present, prompts.size(), length));
  }

  @Override
  public void close() {
    model.close();
  }
}
