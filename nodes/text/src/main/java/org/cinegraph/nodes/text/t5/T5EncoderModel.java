package org.cinegraph.nodes.text.t5;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The encoder of T5 and of UMT5: a transformer whose attention knows words by their distance, not
/// by their place. Computes in float32 whatever the weights are kept in.
///
/// Threads may share it.
public final class T5EncoderModel implements AutoCloseable {
  public static final String CLASS_NAME = "T5EncoderModel";
  public static final String UMT5_CLASS_NAME = "UMT5EncoderModel";

  private final Program program;
  private final Weights weights;
  private final T5Config config;
  private final String table;

  private T5EncoderModel(Program program, Weights weights, T5Config config, String table) {
    this.program = program;
    this.weights = weights;
    this.config = config;
    this.table = table;
  }

  public static Loaded<T5EncoderModel> load(ModelPart part) throws NodeFailure, IOException {
    String name = part.className(List.of(CLASS_NAME, UMT5_CLASS_NAME));
    part.requireFloat32();
    T5Config config = T5Config.read(part.config(), name.equals(UMT5_CLASS_NAME));
    String table =
        part.tensorNames().contains(T5Config.SHARED) ? T5Config.SHARED : T5Config.EMBEDDED;
    Weights weights = Weights.load(part.weights(), name, config.expected(table));
    Program program = Program.beside(T5EncoderModel.class);
    return new Loaded<>(new T5EncoderModel(program, weights, config, table), weights.bytes());
  }

  /// Asked before each layer, which may take seconds.
  @FunctionalInterface
  public interface BetweenLayers<E extends Exception> {
    /// @throws E what is encoded is not wanted any more
    void goOn() throws E;
  }

  /// @param tokens [batch, length], of any length
  /// @param present [batch, length]: 1 for a token, 0 for padding
  /// @return [batch, length, width]; rows of padding mean nothing
  public <E extends Exception> FloatTensor encode(
      LongTensor tokens, FloatTensor present, BetweenLayers<E> between) throws NodeFailure, E {
    Held reached = program.hold("embed", weights, new Argument.Word(table), Argument.of(tokens));
    Held bias = bias(0, present);
    try {
      for (int i = 0; i < config.layers(); i++) {
        between.goOn();
        if (config.biasInEveryLayer() && i > 0) {
          bias.close();
          bias = bias(i, present);
        }
        Held next = block(i, reached, bias);
        reached.close();
        reached = next;
      }
      return program.call(
          "norm",
          weights,
          new Argument.Word("encoder.final_layer_norm.weight"),
          reached,
          Argument.of(config.epsilon()));
    } finally {
      bias.close();
      reached.close();
    }
  }

  private Held bias(int layer, FloatTensor present) throws NodeFailure {
    return program.hold(
        "bias",
        weights,
        new Argument.Word(config.biasOf(layer)),
        Argument.of(present),
        Argument.of((long) config.half()),
        Argument.of((long) config.exact()),
        Argument.of(config.logFar()));
  }

  private Held block(int layer, Held reached, Held bias) throws NodeFailure {
    return program.hold(
        "block",
        weights,
        new Argument.Word(config.layer(layer)),
        reached,
        bias,
        Argument.of((long) config.heads()),
        new Argument.Word(config.activation()),
        Argument.of(config.gated() ? 1L : 0L),
        Argument.of(config.epsilon()));
  }

  public int vocabulary() {
    return config.vocabulary();
  }

  public int width() {
    return config.width();
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
