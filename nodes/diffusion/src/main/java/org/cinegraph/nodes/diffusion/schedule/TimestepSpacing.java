package org.cinegraph.nodes.diffusion.schedule;

import java.util.Arrays;

/// Which training steps a sampling visits (table 2 of arXiv 2305.08891).
public enum TimestepSpacing {
  LINSPACE,
  LEADING,
  TRAILING;

  /// The steps of solvers that go from σ to σ: fractions between the training steps are allowed.
  double[] fractional(int train, int steps, int offset) {
    return switch (this) {
      case LINSPACE -> rounded32(descending(Linspace.doubles(0, train - 1, steps)));
      case LEADING -> leading(train / steps, steps, 0, offset);
      case TRAILING -> trailing(train, train, steps);
    };
  }

  /// Whole steps, the last training step first.
  double[] whole(int train, int steps, int offset) {
    return switch (this) {
      case LINSPACE -> rounded(descending(Linspace.doubles(0, train - 1, steps)));
      case LEADING -> leading(train / steps, steps, 0, offset);
      case TRAILING -> trailing(train, train, steps);
    };
  }

  /// Whole steps out of one more than are wanted, the lowest left out: there the sampling ends.
  ///
  /// @param usable of the `train` steps, see `lambda_min_clipped`
  double[] wholeAboveLast(int train, int usable, int steps, int offset) {
    return switch (this) {
      case LINSPACE -> {
        double[] all = rounded(descending(Linspace.doubles(0, usable - 1, steps + 1)));
        yield Arrays.copyOf(all, steps);
      }
      case LEADING -> leading(usable / (steps + 1), steps, 1, offset);
      case TRAILING -> trailing(train, usable, steps);
    };
  }

  private static double[] leading(int stride, int steps, int least, int offset) {
    double[] values = new double[steps];
    for (int i = 0; i < steps; i++) {
      values[i] = (double) (steps - 1 - i + least) * stride + offset;
    }
    return values;
  }

  /// The stride is what numpy's `arange` makes of it: a difference of two of its values.
  private static double[] trailing(int train, int usable, int steps) {
    double stride = (usable - (double) train / steps) - usable;
    double[] values = new double[steps];
    for (int i = 0; i < steps; i++) {
      values[i] = Math.rint(usable + i * stride) - 1;
    }
    return values;
  }

  private static double[] descending(double[] ascending) {
    double[] values = new double[ascending.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ascending[values.length - 1 - i];
    }
    return values;
  }

  private static double[] rounded(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.rint(values[i]);
    }
    return values;
  }

  private static double[] rounded32(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return values;
  }
}
