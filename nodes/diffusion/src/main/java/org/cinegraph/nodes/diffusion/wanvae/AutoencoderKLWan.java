package org.cinegraph.nodes.diffusion.wanvae;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.diffusion.kl.TileGrid;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The video autoencoder of Wan: the first frame of a clip is a latent frame, and then each four.
/// It is causal, so that a clip of any length is worked on one latent frame after the other, in
/// memory that does not grow. Computes in float32 whatever the weights are kept in.
///
/// Threads may share it.
public final class AutoencoderKLWan implements AutoCloseable {
  public static final String CLASS_NAME = "AutoencoderKLWan";

  /// Frames of video for one of latents behind the first.
  public static final int FRAMES = 4;

  private final Program program;
  private final Weights weights;
  private final WanAutoencoderConfig config;
  private final LatentStatistics statistics;

  private AutoencoderKLWan(
      Program program, Weights weights, WanAutoencoderConfig config, LatentStatistics statistics) {
    this.program = program;
    this.weights = weights;
    this.config = config;
    this.statistics = statistics;
  }

  public static Loaded<AutoencoderKLWan> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    part.requireFloat32();
    WanAutoencoderConfig config = WanAutoencoderConfig.read(part.config());
    LatentStatistics statistics = LatentStatistics.read(part.config(), config.channels());
    Weights weights = Weights.load(part.weights(), CLASS_NAME, WanAutoencoderTensors.of(config));
    Program program = Program.beside(AutoencoderKLWan.class);
    return new Loaded<>(
        new AutoencoderKLWan(program, weights, config, statistics), weights.bytes());
  }

  /// As many frames a second as it was trained on: 16 of 2.1, 24 of 2.2.
  public int framesPerSecond() {
    return config.residual() ? 24 : 16;
  }

  /// Pixels a side for one latent, by the configuration alone.
  public static int scale(ModelPart part) throws NodeFailure {
    part.className(List.of(CLASS_NAME));
    return WanAutoencoderConfig.read(part.config()).scale();
  }

  /// What a piece of a clip became, and what is remembered for the next one.
  ///
  /// @param past to be closed by whoever asked
  public record Made(FloatTensor values, CausalPast past) {
    public Made {
      requireNonNull(values, "values is null");
      requireNonNull(past, "past is null");
    }
  }

  /// Asked between the parts of a piece, each of which may take seconds.
  @FunctionalInterface
  public interface BetweenParts<E extends Exception> {
    /// @throws E the piece is not wanted any more
    void goOn() throws E;
  }

  /// What is remembered before the first frame.
  public CausalPast nothing() throws NodeFailure {
    return new CausalPast(program, program.hold("nothing"));
  }

  /// @see CausalPast#save
  public CausalPast restore(DataInput in) throws IOException {
    return CausalPast.restore(program, in);
  }

  /// Pixels a side for one latent.
  public int scale() {
    return config.scale();
  }

  public int latentChannels() {
    return config.channels();
  }

  /// @param latent frame as the generator has it, [batch, channels, 1, rows, columns]
  /// @return [batch, 3, 1 of the first and then 4, scale·rows, scale·columns], about -1 to 1, not
  ///   clamped
  public <E extends Exception> Made decode(
      FloatTensor latent, CausalPast past, BetweenParts<E> between) throws NodeFailure, E {
    Argument raw = Argument.of(statistics.raw(latent));
    try (Road road = new Road(program.hold("decoder_begin", weights, raw, past.tensors()))) {
      for (WanLevel level : WanLevel.ofDecoder(config)) {
        between.goOn();
        road.goOn(level("up", level, road, past));
      }
      between.goOn();
      Argument patch = Argument.of((long) config.patch());
      road.goOn(program.hold("decoder_end", weights, road.reached(), past.tensors(), patch));
      return made(road);
    }
  }

  /// @param frames [batch, 3, 1 of the first and then 4, height, width] from -1 to 1, sides that
  ///   the scale divides
  /// @return mean and logvar of one latent frame, side by side as channels, not normalised
  public <E extends Exception> Made encode(
      FloatTensor frames, CausalPast past, BetweenParts<E> between) throws NodeFailure, E {
    Argument patch = Argument.of((long) config.patch());
    try (Road road =
        new Road(
            program.hold("encoder_begin", weights, Argument.of(frames), past.tensors(), patch))) {
      for (WanLevel level : WanLevel.ofEncoder(config)) {
        between.goOn();
        road.goOn(level("down", level, road, past));
      }
      between.goOn();
      road.goOn(program.hold("encoder_end", weights, road.reached(), past.tensors()));
      return made(road);
    }
  }

  private Held level(String method, WanLevel level, Road road, CausalPast past) throws NodeFailure {
    return program.hold(
        method,
        weights,
        road.reached(),
        past.tensors(),
        new Argument.Word(level.at()),
        Argument.of((long) level.first()),
        Argument.of((long) level.layers()),
        new Argument.Word(level.sampler()),
        Argument.of(config.residual() ? 1L : 0L));
  }

  /// Takes what was made off the road; what is left of it is the past of the next piece.
  private Made made(Road road) throws NodeFailure {
    FloatTensor values = program.call("taken", road.reached());
    return new Made(values, new CausalPast(program, road.leave()));
  }

  /// How a clip is decoded in tiles, as diffusers' `enable_tiling` has it.
  ///
  /// @param tile side of a tile in pixels; 0 for one that is as large as the clip
  /// @throws NodeFailure tiles of that side cannot be a quarter over each other
  public TileGrid tiles(int tile, int rows, int columns) throws NodeFailure {
    return TileGrid.decoding(config.scale(), tile, rows, columns);
  }

  /// Brings the mean of latents, as the encoder gives it, to what the generator has.
  ///
  /// @param latents [batch, channels, frames, rows, columns]
  public FloatTensor normalised(FloatTensor latents) {
    return statistics.normalised(latents);
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
