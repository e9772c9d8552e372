package org.cinegraph.nodes.diffusion.solver;

/// A noise level as share of the signal and of the noise, `x = alpha·signal + sigma·noise`, and the
/// logarithm of their ratio.
record Level(float alpha, float sigma, float lambda) {
  /// @param sigma noise over signal
  static Level variancePreserving(float sigma) {
    float alpha = 1 / (float) Math.sqrt(sigma * sigma + 1);
    return of(alpha, sigma * alpha);
  }

  static Level flow(float sigma) {
    return of(1 - sigma, sigma);
  }

  /// @param sigma noise over a signal whose share is always 1
  static Level exploding(float sigma) {
    return of(1, sigma);
  }

  private static Level of(float alpha, float sigma) {
    return new Level(alpha, sigma, (float) Math.log(alpha) - (float) Math.log(sigma));
  }
}
