package org.cinegraph.nodes.diffusion.wan;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The video generator of Wan 2.1, and of 2.2 where it makes videos of text: a transformer over
/// patches of latents whose blocks are steered by the time and look at the text. It gives the
/// velocity from data to noise. Computes in float32 whatever the weights are kept in.
///
/// Threads may share it.
public final class WanTransformer3DModel implements AutoCloseable {
  public static final String CLASS_NAME = "WanTransformer3DModel";

  private final Program program;
  private final Weights weights;
  private final WanConfig config;

  private WanTransformer3DModel(Program program, Weights weights, WanConfig config) {
    this.program = program;
    this.weights = weights;
    this.config = config;
  }

  public static Loaded<WanTransformer3DModel> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    part.requireFloat32();
    WanConfig config = WanConfig.read(part.config());
    Weights weights = Weights.load(part.weights(), CLASS_NAME, WanTensors.of(config));
    Program program = Program.beside(WanTransformer3DModel.class);
    return new Loaded<>(new WanTransformer3DModel(program, weights, config), weights.bytes());
  }

  /// Asked between the parts of a prediction, each of which may take seconds.
  @FunctionalInterface
  public interface BetweenParts<E extends Exception> {
    /// @throws E the prediction is not wanted any more
    void goOn() throws E;
  }

  /// @param x latents, [batch, channels, frames, rows, columns], of any size that the patch divides
  /// @param timesteps on the scale of 0 to 1000: [batch, 1], or [batch, tokens] where parts of a
  ///   video are known, as Wan 2.2's model of 5B has it
  /// @param hidden states of the text, [batch, words, width]; all of them are looked at
  /// @return the prediction, of as many frames, rows and columns as x
  /// @throws NodeFailure the input is of another family than the model, or memory ran out
  public <E extends Exception> FloatTensor predict(
      FloatTensor x, FloatTensor timesteps, FloatTensor hidden, BetweenParts<E> between)
      throws NodeFailure, E {
    WanInput input = WanInput.of(config, x, timesteps, hidden);
    try (Held places = places(input);
        Held time =
            program.hold(
                "embed", weights, Argument.of(timesteps), Argument.of(config.timeWidth() / 2L));
        Held modulation = program.hold("modulation", weights, time);
        Held text = program.hold("context", weights, Argument.of(hidden));
        Road road = new Road(enter(x))) {
      for (int i = 0; i < config.layers(); i++) {
        between.goOn();
        road.goOn(
            program.hold(
                "block",
                weights,
                road.reached(),
                text,
                modulation,
                places,
                new Argument.Word("blocks." + i + "."),
                Argument.of((long) config.heads()),
                Argument.of(config.epsilon())));
      }
      between.goOn();
      return head(road.reached(), time, input);
    }
  }

  private Held places(WanInput input) throws NodeFailure {
    return program.hold(
        "places",
        Argument.of((long) input.frames()),
        Argument.of((long) input.rows()),
        Argument.of((long) input.columns()),
        Argument.of((long) config.headWidth()));
  }

  private Held enter(FloatTensor x) throws NodeFailure {
    return program.hold(
        "enter",
        weights,
        Argument.of(x),
        Argument.of((long) config.patch().frames()),
        Argument.of((long) config.patch().rows()),
        Argument.of((long) config.patch().columns()));
  }

  private FloatTensor head(Held reached, Held time, WanInput input) throws NodeFailure {
    return program.call(
        "head",
        weights,
        reached,
        time,
        Argument.of((long) input.frames()),
        Argument.of((long) input.rows()),
        Argument.of((long) input.columns()),
        Argument.of((long) config.patch().frames()),
        Argument.of((long) config.patch().rows()),
        Argument.of((long) config.patch().columns()),
        Argument.of(config.epsilon()));
  }

  /// What is held between two parts; that before it is let go.
  private static final class Road implements AutoCloseable {
    private Held reached;

    Road(Held start) {
      this.reached = start;
    }

    Held reached() {
      return reached;
    }

    void goOn(Held next) {
      reached.close();
      reached = next;
    }

    @Override
    public void close() {
      reached.close();
    }
  }

  /// Channels of the latents.
  public int channels() {
    return config.inChannels();
  }

  /// Latents a side that become one token.
  public int patchRows() {
    return config.patch().rows();
  }

  public int patchColumns() {
    return config.patch().columns();
  }

  /// The width of the hidden states of the text.
  public int textWidth() {
    return config.textWidth();
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
