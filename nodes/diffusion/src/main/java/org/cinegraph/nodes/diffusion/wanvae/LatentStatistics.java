package org.cinegraph.nodes.diffusion.wanvae;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// Mean and deviation of each channel of latents, by which the generator's are mean 0 and deviation
/// about 1.
///
/// @param parts one over the deviation, as diffusers computes it first
@SuppressWarnings("ArrayRecordComponent")
record LatentStatistics(float[] mean, float[] parts) {
  static LatentStatistics read(ModelConfig config, int channels) throws NodeFailure {
    float[] mean = numbers(config, "latents_mean", channels);
    float[] parts = numbers(config, "latents_std", channels);
    for (int i = 0; i < channels; i++) {
      if (!(parts[i] > 0)) {
        throw NodeFailure.user(
            "model-config",
            "%s: field latents_std was expected to hold numbers above 0, found %s."
                .formatted(config.label(), parts[i]));
      }
      parts[i] = 1 / parts[i];
    }
    return new LatentStatistics(mean, parts);
  }

  private static float[] numbers(ModelConfig config, String field, int channels)
      throws NodeFailure {
    List<Double> numbers = config.numbers(field);
    if (numbers.size() != channels) {
      throw NodeFailure.user(
          "model-config",
          "%s: field %s was expected to hold %d numbers, found %d."
              .formatted(config.label(), field, channels, numbers.size()));
    }
    float[] values = new float[channels];
    for (int i = 0; i < channels; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return values;
  }

  /// @param latents [batch, channels, frames, rows, columns], as the encoder gives them
  FloatTensor normalised(FloatTensor latents) {
    float[] result = new float[latents.values().length];
    for (int i = 0; i < result.length; i++) {
      int channel = channel(latents, i);
      result[i] = (latents.values()[i] - mean[channel]) * parts[channel];
    }
    return FloatTensor.of(latents.shape(), result);
  }

  /// @param latents [batch, channels, frames, rows, columns], as the generator has them
  FloatTensor raw(FloatTensor latents) {
    float[] result = new float[latents.values().length];
    for (int i = 0; i < result.length; i++) {
      int channel = channel(latents, i);
      result[i] = latents.values()[i] / parts[channel] + mean[channel];
    }
    return FloatTensor.of(latents.shape(), result);
  }

  private int channel(FloatTensor latents, int at) {
    List<Long> sizes = latents.shape().sizes();
    int places = Math.toIntExact(sizes.get(2) * sizes.get(3) * sizes.get(4));
    return at / places % mean.length;
  }
}
