package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How a thing moves from frame to frame.
record Track(List<Silhouette> silhouettes) {
  private static final int END_FRAMES = 3;
  private static final double GROWN = 1.5;
  private static final double MOVED = 12;
  private static final double BOUNCED = 10;
  private static final double LOW_ENOUGH = 0.6;

  Optional<Motion> motion() {
    double growth = last(Silhouette::size) / first(Silhouette::size);
    if (growth > GROWN) {
      return Optional.of(Motion.GROW);
    }
    double moved = last(Silhouette::centreX) - first(Silhouette::centreX);
    if (Math.abs(moved) > MOVED) {
      return Optional.of(moved > 0 ? Motion.RIGHT : Motion.LEFT);
    }
    double[] heights = silhouettes.stream().mapToDouble(Silhouette::centreY).toArray();
    double range = Numbers.percentile(heights, 95) - Numbers.percentile(heights, 5);
    return range > BOUNCED ? Optional.of(Motion.BOUNCE) : Optional.empty();
  }

  /// When the thing hits the floor, in frames: between frames, where the fall before and the rise
  /// behind the lowest one, drawn as straight lines, cross.
  List<Double> impacts() {
    double[] y = silhouettes.stream().mapToDouble(Silhouette::centreY).toArray();
    double high = Numbers.percentile(y, 5);
    double low = Numbers.percentile(y, 95);
    List<Double> impacts = new ArrayList<>();
    for (int k = 2; k < y.length - 2; k++) {
      boolean lowest = y[k] >= y[k - 1] && y[k] > y[k + 1];
      if (lowest && y[k] > high + LOW_ENOUGH * (low - high)) {
        impacts.add(silhouettes.get(k).frame() + crossing(y, k));
      }
    }
    return List.copyOf(impacts);
  }

  /// Relative to frame k, within one frame of it.
  private static double crossing(double[] y, int k) {
    double fall = y[k - 1] - y[k - 2];
    double rise = y[k + 2] - y[k + 1];
    if (fall == rise) {
      return 0;
    }
    double crossing = (y[k + 1] - rise - y[k - 1] - fall) / (fall - rise);
    return Math.clamp(crossing, -1.0, 1.0);
  }

  private double first(ToDoubleFunction<Silhouette> value) {
    return median(silhouettes.subList(0, END_FRAMES), value);
  }

  private double last(ToDoubleFunction<Silhouette> value) {
    return median(silhouettes.subList(silhouettes.size() - END_FRAMES, silhouettes.size()), value);
  }

  private static double median(List<Silhouette> some, ToDoubleFunction<Silhouette> value) {
    return Numbers.median(some.stream().mapToDouble(value).toArray());
  }
}
