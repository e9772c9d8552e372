package org.cinegraph.bench.measure;

import java.util.Optional;

/// One number that a bench found.
///
/// @param name what it is, in a few words
/// @param unit such as `ms`; empty for a ratio or a count
/// @param baseline what it was compared with
/// @param spread of the single measurements, in the same unit
public record Figure(
    String name,
    double value,
    String unit,
    Optional<Baseline> baseline,
    Optional<Spread> spread,
    Goal goal) {
  public Figure {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }

  /// A figure that stands for itself.
  public static Figure of(String name, double value, String unit, Goal goal) {
    return new Figure(name, value, unit, Optional.empty(), Optional.empty(), goal);
  }

  public static Figure of(String name, double value, String unit, Spread spread, Goal goal) {
    return new Figure(name, value, unit, Optional.empty(), Optional.of(spread), goal);
  }

  public Verdict verdict() {
    return goal.judge(value);
  }

  /// What a figure is compared with: measured in the same run, or given.
  public record Baseline(String name, double value, String unit) {}
}
