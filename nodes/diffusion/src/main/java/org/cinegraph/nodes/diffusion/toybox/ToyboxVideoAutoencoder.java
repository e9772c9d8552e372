package org.cinegraph.nodes.diffusion.toybox;

import java.io.IOException;
import java.util.List;
import org.cinegraph.nodes.sdk.ModelLoader.Loaded;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Program;
import org.cinegraph.nodes.tensor.program.Weights;

/// The video autoencoder of toybox, after Movie Gen's: 32 frames of 64×64 pixels are 8×8×8 latents
/// of 8 channels. Spatial and temporal convolutions alternate; the temporal ones see one step
/// before and one after, so a clip is encoded and decoded as a whole.
///
/// Threads may share it.
public final class ToyboxVideoAutoencoder implements AutoCloseable {
  public static final String CLASS_NAME = "ToyboxVideoAutoencoder";

  private static final int NARROW = 48;
  private static final int WIDE = 64;

  private final Program program;
  private final Weights weights;
  private final int latentChannels;
  private final int temporalCompression;
  private final int spatialCompression;
  private final int framesPerSecond;

  private ToyboxVideoAutoencoder(Program program, Weights weights, ModelPart part)
      throws NodeFailure {
    this.program = program;
    this.weights = weights;
    this.latentChannels = part.config().integer("latent_channels");
    this.temporalCompression = part.config().integer("temporal_compression");
    this.spatialCompression = part.config().integer("spatial_compression");
    this.framesPerSecond = part.config().integer("frames_per_second");
  }

  public static Loaded<ToyboxVideoAutoencoder> load(ModelPart part)
      throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    int channels = part.config().integer("latent_channels");
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(channels));
    Program program = Program.beside(ToyboxVideoAutoencoder.class);
    return new Loaded<>(new ToyboxVideoAutoencoder(program, weights, part), weights.bytes());
  }

  private static ExpectedTensors expected(int channels) {
    ExpectedTensors expected = new ExpectedTensors();
    addSpatial(expected, "encoder.conv_in", 24, 12);
    addSpatial(expected, "encoder.down1.spatial", NARROW, 24);
    addTemporal(expected, "encoder.down1.temporal", NARROW, NARROW);
    addResidual(expected, "encoder.res1.", NARROW);
    addSpatial(expected, "encoder.down2.spatial", WIDE, NARROW);
    addTemporal(expected, "encoder.down2.temporal", WIDE, WIDE);
    addResidual(expected, "encoder.res2.", WIDE);
    addAttention(expected, "encoder.attention.");
    addNorm(expected, "encoder.norm_out", WIDE);
    addSpatial(expected, "encoder.conv_out", 2 * channels, WIDE);
    addSpatial(expected, "decoder.conv_in", WIDE, channels);
    addAttention(expected, "decoder.attention.");
    addResidual(expected, "decoder.res0.", WIDE);
    addSpatial(expected, "decoder.up1.spatial", NARROW, WIDE);
    addTemporal(expected, "decoder.up1.temporal", 2 * NARROW, NARROW);
    addResidual(expected, "decoder.res1.", NARROW);
    addTemporal(expected, "decoder.up2.temporal", 2 * NARROW, NARROW);
    addNorm(expected, "decoder.norm_out", NARROW);
    addSpatial(expected, "decoder.up3", 80, NARROW);
    addSpatial(expected, "decoder.conv_out", 12, 20);
    return expected.add("latents_mean", channels).add("latents_std", channels);
  }

  private static void addSpatial(ExpectedTensors expected, String name, int out, int in) {
    expected.addLayer(name, out, in, 1, 3, 3);
  }

  private static void addTemporal(ExpectedTensors expected, String name, int out, int in) {
    expected.addLayer(name, out, in, 3, 1, 1);
  }

  private static void addNorm(ExpectedTensors expected, String name, int channels) {
    expected.add(name + ".weight", 1, channels, 1, 1, 1);
  }

  private static void addResidual(ExpectedTensors expected, String at, int channels) {
    for (String half : List.of("1", "2")) {
      addNorm(expected, at + "norm" + half, channels);
      addSpatial(expected, at + "conv" + half + ".spatial", channels, channels);
      addTemporal(expected, at + "conv" + half + ".temporal", channels, channels);
    }
  }

  private static void addAttention(ExpectedTensors expected, String at) {
    for (String axis : List.of("spatial.", "temporal.")) {
      addNorm(expected, at + axis + "norm", WIDE);
      expected.addLayer(at + axis + "qkv", 3L * WIDE, WIDE, 1, 1, 1);
      expected.addLayer(at + axis + "out", WIDE, WIDE, 1, 1, 1);
    }
  }

  public int latentChannels() {
    return latentChannels;
  }

  /// Frames of video for one of latents.
  public int temporalCompression() {
    return temporalCompression;
  }

  /// Pixels a side for one latent.
  public int spatialCompression() {
    return spatialCompression;
  }

  public int framesPerSecond() {
    return framesPerSecond;
  }

  /// @param latents normalised, [batch, channels, frames, rows, columns]
  /// @return [batch, 3, 4·frames, 8·rows, 8·columns], about -1 to 1, not clamped
  public FloatTensor decode(FloatTensor latents) throws NodeFailure {
    return program.call("decode", weights, Argument.of(latents));
  }

  /// @param video [batch, 3, frames, height, width], -1 to 1
  /// @return mean and logvar of the latents, not normalised
  public List<FloatTensor> encode(FloatTensor video) throws NodeFailure {
    return program.callForMany("encode", weights, Argument.of(video));
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
