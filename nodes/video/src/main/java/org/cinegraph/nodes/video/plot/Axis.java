package org.cinegraph.nodes.video.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One direction of a plot: from a round number to a round number, with a tick at each round number
/// between. Ticks are decimals, so that none is called 0.30000000000000004.
record Axis(double least, double most, List<Tick> ticks) {
  /// Of larger numbers the difference might be infinite.
  static final double LARGEST = 1e100;

  /// Numbers that are nearer to each other than this part of their size are one number.
  private static final double RESOLUTION = 1e-9;

  /// A third of 3e-9 is 1e-9, whatever the last bit says.
  private static final MathContext DIGITS = new MathContext(12);

  private static final int[] ROUND = {1, 2, 5};
  private static final int PLAIN_EXPONENT = 6;

  record Tick(double value, String label) {}

  Axis {
    ticks = List.copyOf(ticks);
  }

  /// @param values at least one, none above [#LARGEST]
  /// @param intervals how many at most between ticks, at least 1; one more where the numbers do not
  ///   begin at a round one
  static Axis over(List<Double> values, int intervals) {
    double low = Collections.min(values);
    double high = Collections.max(values);
    double size = Math.max(Math.abs(low), Math.abs(high));
    if (high - low <= size * RESOLUTION) {
      double room = size == 0 ? 1 : size / 2;
      low -= room;
      high += room;
    }
    BigDecimal step = step((high - low) / intervals);
    BigDecimal first = multiple(low, step, RoundingMode.FLOOR);
    BigDecimal last = multiple(high, step, RoundingMode.CEILING);
    List<Tick> ticks = new ArrayList<>();
    for (BigDecimal tick = first; tick.compareTo(last) <= 0; tick = tick.add(step)) {
      ticks.add(new Tick(tick.doubleValue(), label(tick, step)));
    }
    return new Axis(first.doubleValue(), last.doubleValue(), ticks);
  }

  /// Where a number stands, 0 to 1.
  double place(double value) {
    return (value - least) / (most - least);
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below.
  private static BigDecimal step(double least) {
    BigDecimal wanted = new BigDecimal(least, DIGITS).stripTrailingZeros();
    int exponent = wanted.precision() - wanted.scale() - 1;
    for (int digit : ROUND) {
      BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
      if (step.compareTo(wanted) >= 0) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }

  private static BigDecimal multiple(double value, BigDecimal step, RoundingMode rounding) {
    return BigDecimal.valueOf(value).divide(step, 0, rounding).multiply(step);
  }

  private static String label(BigDecimal tick, BigDecimal step) {
    int exponent = step.precision() - step.scale() - 1;
    if (Math.abs(exponent) > PLAIN_EXPONENT) {
      return tick.stripTrailingZeros().toString();
    }
    return tick.setScale(Math.max(0, -exponent), RoundingMode.UNNECESSARY).toPlainString();
  }
}
