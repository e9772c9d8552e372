package org.cinegraph.nodes.diffusion.guide;

import org.cinegraph.nodes.sdk.NodeFailure;

/// Classifier-free guidance (arXiv 2207.12598) in a part of the steps (arXiv 2404.07724), with the
/// rescaling that keeps the contrast of strong guidance in bounds (arXiv 2305.08891).
///
/// @param scale 1 takes the condition as it is, more exaggerates it
/// @param from the share of the steps after which it begins
/// @param to the share of the steps after which it ends; the condition is then taken as it is
/// @param rescale 0 not at all, 1 to the deviation that the answer with the condition has
public record Guidance(float scale, double from, double to, float rescale) {
  /// In all steps, without rescaling.
  public static Guidance always(double scale) {
    return new Guidance((float) scale, 0, 1, 0);
  }

  /// @throws NodeFailure there is no step between the two
  public static Guidance of(double scale, double from, double to, double rescale)
      throws NodeFailure {
    if (from >= to) {
      throw NodeFailure.user(
          "guidance-interval",
          "Parameter guidance-from must be below guidance-to, found %s and %s."
              .formatted(from, to));
    }
    return new Guidance((float) scale, from, to, (float) rescale);
  }

  /// Whether both answers are wanted at a call, out of those that are made.
  public boolean at(int call, int calls) {
    double part = (double) call / calls;
    return from <= part && part < to;
  }

  /// @param both the answer with the condition, and behind it the one without
  public float[] combine(float[] both) {
    float[] guided = new float[both.length / 2];
    for (int i = 0; i < guided.length; i++) {
      float absent = both[guided.length + i];
      guided[i] = absent + scale * (both[i] - absent);
    }
    return rescale == 0 ? guided : rescaled(guided, both);
  }

  private float[] rescaled(float[] guided, float[] both) {
    float factor = (float) (deviation(both, guided.length) / deviation(guided, guided.length));
    float[] mixed = new float[guided.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = rescale * (guided[i] * factor) + (1 - rescale) * guided[i];
    }
    return mixed;
  }

  /// Of the first values.
  private static double deviation(float[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return Math.sqrt(squares / (count - 1));
  }
}
