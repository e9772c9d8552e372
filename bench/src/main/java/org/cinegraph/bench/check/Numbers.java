package org.cinegraph.bench.check;

import java.util.Arrays;

/// Order statistics.
final class Numbers {
  private Numbers() {}

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /// Of a sample.
  static double deviation(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length - 1));
  }

  static double median(double[] values) {
    return percentile(values, 50);
  }

  /// With straight lines between the values in order. NaN of nothing.
  static double percentile(double[] values, double percent) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
