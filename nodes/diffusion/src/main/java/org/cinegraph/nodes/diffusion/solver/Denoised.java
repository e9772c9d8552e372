package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.PredictionType;

/// From what the network said to the signal it sees in the sample.
final class Denoised {
  private Denoised() {}

  /// For samples that are signal plus σ times noise: the space of Karras et al.
  static float[] exploding(PredictionType prediction, float sigma, float[] x, float[] output) {
    return switch (prediction) {
      case EPSILON, FLOW_PREDICTION -> Combination.add(x, -sigma, output);
      case SAMPLE -> output;
      case V_PREDICTION -> {
        float variance = sigma * sigma + 1;
        float weight = -sigma / (float) Math.sqrt(variance);
        float[] signal = new float[x.length];
        for (int i = 0; i < signal.length; i++) {
          signal[i] = output[i] * weight + x[i] / variance;
        }
        yield signal;
      }
    };
  }

  /// For samples that are `alpha·signal + sigma·noise`.
  static float[] preserving(
      PredictionType prediction, float alpha, float sigma, float[] x, float[] output) {
    return switch (prediction) {
      case EPSILON -> {
        float[] signal = new float[x.length];
        for (int i = 0; i < signal.length; i++) {
          signal[i] = (x[i] - sigma * output[i]) / alpha;
        }
        yield signal;
      }
      case V_PREDICTION -> Combination.of(alpha, x, -sigma, output);
      case SAMPLE -> output;
      case FLOW_PREDICTION -> Combination.add(x, -sigma, output);
    };
  }
}
