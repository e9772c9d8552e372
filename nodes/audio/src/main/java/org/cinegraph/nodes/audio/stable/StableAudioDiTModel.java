package org.cinegraph.nodes.audio.stable;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The denoiser of Stable Audio: a transformer over the latents of a sound, which looks at words
/// and is told seconds. Computes in float32 whatever the weights are kept in.
///
/// Threads may share it.
public final class StableAudioDiTModel implements AutoCloseable {
  public static final String CLASS_NAME = "StableAudioDiTModel";

  private final Program program;
  private final Weights weights;
  private final StableAudioDiTConfig config;

  private StableAudioDiTModel(Program program, Weights weights, StableAudioDiTConfig config) {
    this.program = program;
    this.weights = weights;
    this.config = config;
  }

  public static Loaded<StableAudioDiTModel> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    part.requireFloat32();
    StableAudioDiTConfig config = StableAudioDiTConfig.read(part.config());
    Weights weights = Weights.load(part.weights(), CLASS_NAME, config.expected());
    Program program = Program.beside(StableAudioDiTModel.class);
    return new Loaded<>(new StableAudioDiTModel(program, weights, config), weights.bytes());
  }

  /// Asked before each layer, which may take seconds.
  @FunctionalInterface
  public interface BetweenLayers<E extends Exception> {
    /// @throws E the prediction is not wanted any more
    void goOn() throws E;
  }

  /// @param x [batch, channels, length], of any length
  /// @param timesteps [batch], shares of a right angle
  /// @param text states of words and seconds, [batch, words, width]
  /// @param seconds what of them is told at every place, [batch, width]
  /// @return the prediction, in the sense that the package's scheduler gives it, of x's shape
  public <E extends Exception> FloatTensor predict(
      FloatTensor x,
      FloatTensor timesteps,
      FloatTensor text,
      FloatTensor seconds,
      BetweenLayers<E> between)
      throws NodeFailure, E {
    try (Held seen = program.hold("text", weights, Argument.of(text))) {
      Held reached =
          program.hold(
              "enter", weights, Argument.of(x), Argument.of(seconds), Argument.of(timesteps));
      try {
        for (int i = 0; i < config.layers(); i++) {
          between.goOn();
          Held next =
              program.hold(
                  "block",
                  weights,
                  new Argument.Word(config.block(i)),
                  reached,
                  seen,
                  Argument.of((long) config.heads()),
                  Argument.of((long) config.keyHeads()));
          reached.close();
          reached = next;
        }
        return program.call("head", weights, reached);
      } finally {
        reached.close();
      }
    }
  }

  /// The latents of one sound, [1, channels, length]: always as long as in training.
  public Shape latents() {
    return Shape.of(1, config.channels(), config.length());
  }

  public int textWidth() {
    return config.givenTextWidth();
  }

  public int secondsWidth() {
    return config.givenSecondsWidth();
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
