package org.cinegraph.nodes.diffusion.kl;

import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// How the latents of an autoencoder are brought to mean 0 and deviation about 1 for the denoiser,
/// and back: `(z − mean) · factor / deviation` for each channel. `shift_factor` is a mean that all
/// channels share.
@SuppressWarnings("ArrayRecordComponent")
record LatentScaling(float factor, float[] mean, float[] deviation) {
  private static final double FALLBACK = 0.18215;

  static LatentScaling read(ModelConfig config, int channels) throws NodeFailure {
    double factor = config.isSet("scaling_factor") ? config.number("scaling_factor") : FALLBACK;
    double shift = config.isSet("shift_factor") ? config.number("shift_factor") : 0;
    boolean each = config.isSet("latents_mean") || config.isSet("latents_std");
    if (each && shift != 0) {
      throw NodeFailure.user(
          "unknown-architecture",
          "An AutoencoderKL with both shift_factor and latents_mean; one of them is known here.");
    }
    float[] mean = each ? numbers(config, "latents_mean", channels) : filled(channels, shift);
    float[] deviation = each ? numbers(config, "latents_std", channels) : filled(channels, 1);
    for (float value : deviation) {
      if (!(value > 0) || !(factor > 0) || Double.isInfinite(factor)) {
        throw NodeFailure.user(
            "model-config",
            "An AutoencoderKL with scaling_factor %s and a deviation of %s; both must be above 0."
                .formatted(factor, value));
      }
    }
    return new LatentScaling((float) factor, mean, deviation);
  }

  private static float[] numbers(ModelConfig config, String field, int channels)
      throws NodeFailure {
    List<Double> numbers = config.numbers(field);
    if (numbers.size() != channels) {
      throw NodeFailure.user(
          "model-config",
          "Field %s of an AutoencoderKL was expected to hold %d numbers, found %d."
              .formatted(field, channels, numbers.size()));
    }
    float[] values = new float[channels];
    for (int i = 0; i < channels; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return values;
  }

  private static float[] filled(int channels, double value) {
    float[] values = new float[channels];
    Arrays.fill(values, (float) value);
    return values;
  }

  /// @param latents [batch, channels, rows, columns], as the encoder gives them
  FloatTensor normalised(FloatTensor latents) {
    float[] result = new float[latents.values().length];
    for (int i = 0; i < result.length; i++) {
      int channel = channel(latents, i);
      result[i] = (latents.values()[i] - mean[channel]) * factor / deviation[channel];
    }
    return FloatTensor.of(latents.shape(), result);
  }

  /// @param latents [batch, channels, rows, columns], as the denoiser has them
  FloatTensor raw(FloatTensor latents) {
    float[] result = new float[latents.values().length];
    for (int i = 0; i < result.length; i++) {
      int channel = channel(latents, i);
      result[i] = latents.values()[i] * deviation[channel] / factor + mean[channel];
    }
    return FloatTensor.of(latents.shape(), result);
  }

  private int channel(FloatTensor latents, int at) {
    List<Long> sizes = latents.shape().sizes();
    int places = Math.toIntExact(sizes.get(2) * sizes.get(3));
    return at / places % mean.length;
  }
}
