package org.cinegraph.nodes.diffusion.solver;

/// Sums of tensors with coefficients: each product is rounded, then each sum, from left to right.
final class Combination {
  private Combination() {}

  static float[] of(float a, float[] x, float b, float[] y) {
    float[] sum = new float[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a * x[i] + b * y[i];
    }
    return sum;
  }

  static float[] of(float a, float[] x, float b, float[] y, float c, float[] z) {
    float[] sum = new float[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a * x[i] + b * y[i] + c * z[i];
    }
    return sum;
  }

  /// `x + a·y`.
  static float[] add(float[] x, float a, float[] y) {
    float[] sum = new float[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = x[i] + a * y[i];
    }
    return sum;
  }

  /// `a·(x − y)`.
  static float[] difference(float a, float[] x, float[] y) {
    float[] difference = new float[x.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = a * (x[i] - y[i]);
    }
    return difference;
  }

  /// `(x − y)/a`.
  static float[] slope(float[] x, float[] y, float a) {
    float[] slope = new float[x.length];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (x[i] - y[i]) / a;
    }
    return slope;
  }

  static float[] scaled(float a, float[] x) {
    float[] scaled = new float[x.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = a * x[i];
    }
    return scaled;
  }

  static float[] clamped(float[] x, float range) {
    float[] clamped = new float[x.length];
    for (int i = 0; i < clamped.length; i++) {
      clamped[i] = Math.clamp(x[i], -range, range);
    }
    return clamped;
  }
}
