package org.cinegraph.nodes.audio.toybox;

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

/// The sound autoencoder of toybox: strided convolutions with snake activations, 320 samples of a
/// 16 kHz wave to one latent of 16 channels.
///
/// Threads may share it.
public final class ToyboxAudioAutoencoder implements AutoCloseable {
  public static final String CLASS_NAME = "ToyboxAudioAutoencoder";

  private final Program program;
  private final Weights weights;
  private final int sampleRate;

  private ToyboxAudioAutoencoder(Program program, Weights weights, int sampleRate) {
    this.program = program;
    this.weights = weights;
    this.sampleRate = sampleRate;
  }

  public static Loaded<ToyboxAudioAutoencoder> load(ModelPart part)
      throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    int channels = part.config().integer("latent_channels");
    int sampleRate = part.config().integer("sample_rate");
    Weights weights = Weights.load(part.weights(), CLASS_NAME, expected(channels));
    Program program = Program.beside(ToyboxAudioAutoencoder.class);
    return new Loaded<>(new ToyboxAudioAutoencoder(program, weights, sampleRate), weights.bytes());
  }

  private static ExpectedTensors expected(int channels) {
    ExpectedTensors expected = new ExpectedTensors();
    expected.addLayer("encoder.conv_in", 32, 1, 32);
    addResidual(expected, "encoder.res1.", 32);
    expected.add("encoder.snake1.alpha", 1, 32, 1).addLayer("encoder.down1", 48, 32, 8);
    addResidual(expected, "encoder.res2.", 48);
    addResidual(expected, "encoder.res3.", 48);
    expected.add("encoder.snake2.alpha", 1, 48, 1).addLayer("encoder.down2", 64, 48, 11);
    addResidual(expected, "encoder.res4.", 64);
    expected.add("encoder.snake3.alpha", 1, 64, 1);
    expected.addLayer("encoder.conv_out", 2L * channels, 64, 3);
    expected.addLayer("decoder.conv_in", 72, channels, 3);
    addResidual(expected, "decoder.res1.", 72);
    addResidual(expected, "decoder.res2.", 72);
    addUp(expected, "1", "decoder.up1", 72, 56, 11);
    addResidual(expected, "decoder.res3.", 56);
    addResidual(expected, "decoder.res4.", 56);
    addUp(expected, "2", "decoder.up2", 56, 40, 8);
    addResidual(expected, "decoder.res5.", 40);
    addResidual(expected, "decoder.res6.", 40);
    addUp(expected, "3", "decoder.conv_out", 40, 1, 32);
    return expected.add("latents_mean", channels).add("latents_std", channels);
  }

  private static void addResidual(ExpectedTensors expected, String at, int channels) {
    expected
        .add(at + "snake1.alpha", 1, channels, 1)
        .addLayer(at + "conv1", channels, channels, 7)
        .add(at + "snake2.alpha", 1, channels, 1)
        .addLayer(at + "conv2", channels, channels, 1);
  }

  private static void addUp(
      ExpectedTensors expected, String number, String name, int in, int out, int taps) {
    expected
        .add("decoder.snake" + number + ".alpha", 1, in, 1)
        .add(name + ".weight", in, out, taps)
        .add(name + ".bias", out);
  }

  public int sampleRate() {
    return sampleRate;
  }

  /// @param latents normalised, [batch, channels, length]
  /// @return the wave [batch, 1, 320·length], about -1 to 1
  public FloatTensor decode(FloatTensor latents) throws NodeFailure {
    return program.call("decode", weights, Argument.of(latents));
  }

  /// @param wave [batch, 1, 320·length]
  /// @return mean and logvar of the latents, not normalised
  public List<FloatTensor> encode(FloatTensor wave) throws NodeFailure {
    return program.callForMany("encode", weights, Argument.of(wave));
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
