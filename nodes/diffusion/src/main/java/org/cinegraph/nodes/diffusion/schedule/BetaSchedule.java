package org.cinegraph.nodes.diffusion.schedule;

/// How the variance β of a training step grows with time.
public enum BetaSchedule {
  LINEAR,
  SCALED_LINEAR,
  SQUAREDCOS_CAP_V2;

  private static final double MOST_BETA = 0.999;

  float[] betas(int steps, double start, double end) {
    return switch (this) {
      case LINEAR -> Linspace.floats(start, end, steps);
      case SCALED_LINEAR -> {
        float[] betas = Linspace.floats(Math.sqrt(start), Math.sqrt(end), steps);
        for (int i = 0; i < steps; i++) {
          betas[i] *= betas[i];
        }
        yield betas;
      }
      case SQUAREDCOS_CAP_V2 -> {
        float[] betas = new float[steps];
        for (int i = 0; i < steps; i++) {
          double ratio = cosine((double) (i + 1) / steps) / cosine((double) i / steps);
          betas[i] = (float) Math.min(1 - ratio, MOST_BETA);
        }
        yield betas;
      }
    };
  }

  private static double cosine(double time) {
    double cos = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
    return cos * cos;
  }
}
