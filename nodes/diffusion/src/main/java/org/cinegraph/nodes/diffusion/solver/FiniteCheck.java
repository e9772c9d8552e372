package org.cinegraph.nodes.diffusion.solver;

import java.util.Locale;
import org.cinegraph.nodes.sdk.NodeFailure;

/// A step whose numbers are not finite ends the sampling: all after it would be black, and later.
public final class FiniteCheck {
  private FiniteCheck() {}

  /// @param step counted from 0
  /// @param tensor what the values are: `output of the network`
  public static void require(int step, int steps, String tensor, float[] values)
      throws NodeFailure {
    float sum = 0;
    for (float value : values) {
      // Zero times anything finite is zero.
      sum += value * 0;
    }
    if (sum != 0) {
      throw failure(step, steps, tensor, values);
    }
  }

  private static NodeFailure failure(int step, int steps, String tensor, float[] values) {
    int nan = 0;
    int finite = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (float value : values) {
      nan += Float.isNaN(value) ? 1 : 0;
      if (Float.isFinite(value)) {
        finite++;
        sum += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    String rest =
        finite == 0
            ? "none is finite"
            : String.format(
                Locale.ROOT,
                "the others lie between %.4g and %.4g, mean %.4g",
                least,
                most,
                sum / finite);
    return NodeFailure.user(
        "not-finite",
        "Step %d of %d: the %s holds %d NaN and %d infinite of %d values; %s. Lower the guidance, or compute in f32."
            .formatted(
                step + 1, steps, tensor, nan, values.length - finite - nan, values.length, rest));
  }
}
