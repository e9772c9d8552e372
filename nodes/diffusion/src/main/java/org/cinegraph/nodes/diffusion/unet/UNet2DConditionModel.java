package org.cinegraph.nodes.diffusion.unet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.diffusion.refocus.MapShape;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The denoiser of Stable Diffusion 1, 2 and XL, with XL's refiner: convolutions and attentions
/// down through levels of halved resolution and up again. It takes and gives float32 whatever it
/// computes in; the time is embedded in float32 always.
///
/// Threads may share it.
public final class UNet2DConditionModel implements AutoCloseable {
  public static final String CLASS_NAME = "UNet2DConditionModel";

  /// Guidance is told on the scale of time.
  private static final float GUIDANCE_SCALE = 1000;

  private final Program program;
  private final Weights weights;
  private final UNetConfig config;
  private final Dtype dtype;

  private UNet2DConditionModel(Program program, Weights weights, UNetConfig config, Dtype dtype) {
    this.program = program;
    this.weights = weights;
    this.config = config;
    this.dtype = dtype;
  }

  public static Loaded<UNet2DConditionModel> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    UNetConfig config = UNetConfig.read(part.config());
    Weights weights =
        Weights.load(part.weights(), CLASS_NAME, UNetTensors.of(config), part.dtype());
    Program program = Program.beside(UNet2DConditionModel.class, AttentionFocus.class);
    return new Loaded<>(
        new UNet2DConditionModel(program, weights, config, part.dtype()), weights.bytes());
  }

  /// What models of SDXL's kind are told beside the hidden states of the text.
  ///
  /// @param pooled the text in one row, [batch, width]
  /// @param timeIds [batch, numbers]: original height and width, top and left of the crop, and the
  ///   height and width to make; the refiner takes an aesthetic score for the last two
  public record Added(FloatTensor pooled, FloatTensor timeIds) {
    public Added {
      requireNonNull(pooled, "pooled is null");
      requireNonNull(timeIds, "timeIds is null");
    }
  }

  /// @param x [batch, channels, rows, columns], of any size
  /// @param timesteps [batch], on the scale of 0 to 1000
  /// @param hidden states of the text, [batch, words, width]
  /// @param added present exactly if the model [#takesAdded]
  /// @return the prediction, in the sense that the package's scheduler gives it, of as many rows
  ///   and columns as x
  /// @throws NodeFailure the text is of another family than the model, or memory ran out
  public FloatTensor predict(
      FloatTensor x, FloatTensor timesteps, FloatTensor hidden, Optional<Added> added)
      throws NodeFailure {
    return predict(
        x, timesteps, hidden, added, OptionalDouble.empty(), () -> {}, AttentionFocus.none());
  }

  /// Asked between the parts of a prediction, each of which may take seconds.
  @FunctionalInterface
  public interface BetweenParts<E extends Exception> {
    /// @throws E the prediction is not wanted any more
    void goOn() throws E;
  }

  /// @param guidance present exactly if the model [#takesGuidance]
  /// @param focus what attention is to do beside its work
  public <E extends Exception> FloatTensor predict(
      FloatTensor x,
      FloatTensor timesteps,
      FloatTensor hidden,
      Optional<Added> added,
      OptionalDouble guidance,
      BetweenParts<E> between,
      AttentionFocus focus)
      throws NodeFailure, E {
    PredictionInput.check(config, x, timesteps, hidden, added);
    PredictionInput.checkGuidance(config, guidance);
    try (Held shared = focus.hold(program);
        Held time = embed(program, timesteps, added, guidance);
        Held text = program.hold("narrowed", Argument.of(hidden), Argument.of(dtype));
        Road road = new Road(program.hold("enter", weights, Argument.of(x), Argument.of(dtype)))) {
      pass(program, road, time, text, shared, between);
      between.goOn();
      FloatTensor prediction =
          program.call(
              "head",
              weights,
              road.reached(),
              Argument.of((long) config.groups()),
              Argument.of(config.epsilon()));
      focus.show(program, shared);
      return prediction;
    }
  }

  /// The energy of a focus, and how it changes with x.
  ///
  /// @param x [1, channels, rows, columns]
  /// @param gradient whether one is wanted; it takes the memory of all that a pass computes
  public <E extends Exception> Slope slope(
      FloatTensor x,
      FloatTensor timesteps,
      FloatTensor hidden,
      Optional<Added> added,
      OptionalDouble guidance,
      BetweenParts<E> between,
      AttentionFocus focus,
      boolean gradient)
      throws NodeFailure, E {
    PredictionInput.check(config, x, timesteps, hidden, added);
    Program calls = gradient ? program.withGradients() : program;
    try (Held shared = focus.hold(program);
        Held time = embed(calls, timesteps, added, guidance);
        Held text = calls.hold("narrowed", Argument.of(hidden), Argument.of(dtype));
        Held followed = AttentionFocus.follow(program, x);
        Road road = new Road(calls.hold("enter", weights, followed, Argument.of(dtype)))) {
      pass(calls, road, time, text, shared, between);
      return focus.slope(program, shared, followed, gradient);
    }
  }

  private <E extends Exception> void pass(
      Program calls, Road road, Held time, Held text, Held shared, BetweenParts<E> between)
      throws NodeFailure, E {
    for (UNetPart part : UNetPart.of(config.levels())) {
      between.goOn();
      road.goOn(
          calls.hold(
              part.method(),
              weights,
              road.reached(),
              time,
              text,
              shared,
              new Argument.Word(part.at()),
              Argument.of((long) part.layers()),
              Argument.of((long) part.heads()),
              Argument.of((long) part.depth()),
              Argument.of((long) config.groups()),
              Argument.of(config.epsilon())));
    }
  }

  private Held embed(
      Program calls, FloatTensor timesteps, Optional<Added> added, OptionalDouble guidance)
      throws NodeFailure {
    float[] told = new float[timesteps.values().length];
    Arrays.fill(told, (float) (guidance.orElse(1) - 1) * GUIDANCE_SCALE);
    List<Argument> arguments =
        new ArrayList<>(
            List.of(
                weights,
                Argument.of(timesteps),
                Argument.of(FloatTensor.of(timesteps.shape(), told))));
    added.ifPresent(known ->
        arguments.addAll(List.of(Argument.of(known.pooled()), Argument.of(known.timeIds()))));
    arguments.add(Argument.of(config.levels().getFirst().channels() / 2L));
    config.added().ifPresent(widths -> arguments.add(Argument.of(widths.number() / 2L)));
    arguments.add(Argument.of(config.cosinesFirst() ? 1L : 0L));
    arguments.add(Argument.of(config.frequencyShift()));
    String method = added.isPresent() ? "embed_added" : "embed";
    return calls.hold(method, arguments.toArray(Argument[]::new));
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

  /// Channels of what is denoised.
  public int inChannels() {
    return config.inChannels();
  }

  /// In how many places its attentions see latents, by how many latents high and wide a place is.
  public SortedMap<Integer, MapShape> attentionMaps(int rows, int columns) {
    SortedMap<Integer, MapShape> maps = new TreeMap<>();
    MapShape shape = new MapShape(1, rows, columns);
    for (int i = 0; i < config.levels().size(); i++) {
      boolean coarsest = i == config.levels().size() - 1;
      if (config.levels().get(i).attends() || coarsest) {
        maps.put(1 << i, shape);
      }
      shape = new MapShape(1, (shape.rows() + 1) / 2, (shape.columns() + 1) / 2);
    }
    return maps;
  }

  /// Rows and columns of the latents that it was trained on; 0 if its configuration does not say.
  public int sampleSize() {
    return config.sampleSize();
  }

  /// The width of the hidden states of the text.
  public int textWidth() {
    return config.textWidth();
  }

  /// Whether it is told more than the hidden states of the text.
  public boolean takesAdded() {
    return config.added().isPresent();
  }

  /// Whether it was distilled with guidance, as latent consistency models are, and is told how
  /// much.
  public boolean takesGuidance() {
    return config.guidanceWidth() > 0;
  }

  /// How many numbers it is told beside a text whose one row has this width.
  public int timeIds(int pooledWidth) {
    UNetConfig.AddedWidths widths = config.added().orElseThrow();
    return (widths.all() - pooledWidth) / widths.number();
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
