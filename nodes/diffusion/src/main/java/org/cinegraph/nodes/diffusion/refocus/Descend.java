package org.cinegraph.nodes.diffusion.refocus;

import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.sdk.NodeFailure;

/// One step down an energy: along its gradient, at first by a share of the sample's own length,
/// then by halves of it until the energy falls as it should (Armijo's rule). If none does, the
/// sample stays: the energy never rises.
final class Descend {
  private static final double LEAST_FALL = 1e-4;
  private static final int MOST_HALVINGS = 12;

  private Descend() {}

  /// The energy of a sample.
  @FunctionalInterface
  interface Landscape {
    Slope at(float[] sample, boolean gradient) throws NodeFailure, InterruptedException;
  }

  /// @param sample where it ended
  @SuppressWarnings("ArrayRecordComponent")
  record Descended(float[] sample, RefocusRecord.Descent descent) {}

  /// @param strength the share of the sample's length that is tried first
  /// @param step for messages
  static Descended from(float[] sample, double strength, Landscape landscape, int step)
      throws NodeFailure, InterruptedException {
    Slope slope = finite(landscape.at(sample, true), step);
    double steepness = length(slope.gradient());
    double first = strength * length(sample);
    for (int halvings = 0; halvings <= MOST_HALVINGS && steepness > 0; halvings++) {
      double stride = Math.scalb(first, -halvings);
      float[] lower = moved(sample, slope.gradient(), stride / steepness);
      double reached = finite(landscape.at(lower, false), step).energy();
      if (reached <= slope.energy() - LEAST_FALL * stride * steepness) {
        return new Descended(lower, new RefocusRecord.Descent(slope.energy(), reached, halvings));
      }
    }
    return new Descended(
        sample, new RefocusRecord.Descent(slope.energy(), slope.energy(), MOST_HALVINGS));
  }

  private static float[] moved(float[] sample, float[] gradient, double by) {
    float[] moved = new float[sample.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (sample[i] - by * gradient[i]);
    }
    return moved;
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static Slope finite(Slope slope, int step) throws NodeFailure {
    double all = slope.energy();
    for (float value : slope.gradient()) {
      all += Math.abs(value);
    }
    if (!Double.isFinite(all)) {
      throw NodeFailure.user(
          "guidance-not-finite",
          "Guiding at step %d: the energy or its gradient is not finite (energy %s). Take another energy, or guide fewer steps."
              .formatted(step + 1, slope.energy()));
    }
    return slope;
  }
}
