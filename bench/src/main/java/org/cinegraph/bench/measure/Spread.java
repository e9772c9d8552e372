package org.cinegraph.bench.measure;

import java.util.Arrays;
import java.util.List;

/// How far single measurements lie apart: the middle half of them, from the lower to the upper
/// quartile, which one disturbed measurement does not move.
public record Spread(double low, double high) {
  public Spread {
    if (!(low <= high)) {
      throw new IllegalArgumentException("No spread: " + low + " to " + high);
    }
  }

  public static Spread of(List<Double> values) {
    return new Spread(percentile(values, 25), percentile(values, 75));
  }

  public double width() {
    return high - low;
  }

  public static double median(List<Double> values) {
    return percentile(values, 50);
  }

  /// With straight lines between the values in order.
  public static double percentile(List<Double> values, double percent) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
