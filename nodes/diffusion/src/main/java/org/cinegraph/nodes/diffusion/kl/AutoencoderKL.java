package org.cinegraph.nodes.diffusion.kl;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The image autoencoder of Stable Diffusion: a picture is 8×8 times as many latents of 4 channels,
/// or what else its configuration says. It takes and gives float32 whatever it computes in.
///
/// Threads may share it.
public final class AutoencoderKL implements AutoCloseable {
  public static final String CLASS_NAME = "AutoencoderKL";

  private final Program program;
  private final Weights weights;
  private final AutoencoderConfig config;
  private final LatentScaling scaling;
  private final Dtype dtype;

  private AutoencoderKL(
      Program program,
      Weights weights,
      AutoencoderConfig config,
      LatentScaling scaling,
      Dtype dtype) {
    this.program = program;
    this.weights = weights;
    this.config = config;
    this.scaling = scaling;
    this.dtype = dtype;
  }

  public static Loaded<AutoencoderKL> load(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    AutoencoderConfig config = AutoencoderConfig.read(part.config());
    LatentScaling scaling = LatentScaling.read(part.config(), config.latentChannels());
    Dtype dtype = config.overflows() && part.dtype() == Dtype.F16 ? Dtype.F32 : part.dtype();
    Weights weights =
        Weights.load(
            part.weights(), CLASS_NAME, AutoencoderTensors.of(config, part.tensorNames()), dtype);
    Program program = Program.beside(AutoencoderKL.class);
    return new Loaded<>(
        new AutoencoderKL(program, weights, config, scaling, dtype), weights.bytes());
  }

  /// Pixels a side for one latent.
  public int scale() {
    return config.scale();
  }

  public int latentChannels() {
    return config.latentChannels();
  }

  /// The side of the pictures that it was trained on; diffusers takes it for the side of tiles.
  public int sampleSize() {
    return config.sampleSize();
  }

  /// @param latents normalised, as the denoiser has them: [batch, channels, rows, columns]
  /// @return [batch, 3, scale·rows, scale·columns], about -1 to 1, not clamped
  public FloatTensor decode(FloatTensor latents) throws NodeFailure {
    return call("decode", scaling.raw(latents));
  }

  /// @param image [batch, 3, height, width], -1 to 1; sides that the scale does not divide lose
  ///   their rest
  public EncodedImage encode(FloatTensor image) throws NodeFailure {
    return EncodedImage.of(moments(image));
  }

  /// Brings latents as the encoder gives them to what the denoiser has.
  ///
  /// @param latents [batch, channels, rows, columns]
  public FloatTensor normalised(FloatTensor latents) {
    return scaling.normalised(latents);
  }

  /// Mean and logvar side by side as channels, logvar not clamped: what tiles are blended of.
  FloatTensor moments(FloatTensor image) throws NodeFailure {
    return call("encode", image);
  }

  private FloatTensor call(String method, FloatTensor tensor) throws NodeFailure {
    return program.call(
        method,
        weights,
        Argument.of(tensor),
        Argument.of((long) config.widths().size()),
        Argument.of((long) config.layers()),
        Argument.of((long) config.groups()),
        Argument.of(dtype));
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
