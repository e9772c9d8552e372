package org.cinegraph.nodes.diffusion.schedule;

/// Quantiles of the beta distribution with α = β = 0.6. It is symmetric, so that half of it, where
/// the power series of its integral converges fast, is enough; and the integral up to ½ is the
/// constant that divides it.
final class BetaQuantile {
  private static final double SHAPE = 0.6;
  private static final double HALF = integral(0.5);
  private static final int BISECTIONS = 200;

  private BetaQuantile() {}

  static double at(double probability) {
    if (probability > 0.5) {
      return 1 - at(1 - probability);
    }
    double low = 0;
    double high = 0.5;
    for (int i = 0; i < BISECTIONS && low < high; i++) {
      double middle = (low + high) / 2;
      if (integral(middle) / (2 * HALF) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /// ∫ u^(α−1)·(1−u)^(β−1) from 0 to x, for x up to ½.
  private static double integral(double x) {
    double sum = 0;
    double term = 1;
    for (int n = 0; term > 1e-18; n++) {
      sum += term / (SHAPE + n);
      term *= x * (n + 1 - SHAPE) / (n + 1);
    }
    return Math.pow(x, SHAPE) * sum;
  }
}
