package org.cinegraph.bench.measure;

/// What a figure should be, and from where on it is not acceptable.
public sealed interface Goal {
  Verdict judge(double value);

  /// Less is better.
  ///
  /// @param unacceptableAbove infinite where nothing is said about it
  record AtMost(double goal, double unacceptableAbove) implements Goal {
    public AtMost {
      if (unacceptableAbove < goal) {
        throw new IllegalArgumentException("A goal that is not acceptable: " + goal);
      }
    }

    /// A goal that may be missed.
    public static AtMost of(double goal) {
      return new AtMost(goal, Double.POSITIVE_INFINITY);
    }

    @Override
    public Verdict judge(double value) {
      if (value <= goal) {
        return Verdict.REACHED;
      }
      return value <= unacceptableAbove ? Verdict.MISSED : Verdict.NOT_ACCEPTABLE;
    }
  }

  /// More is better.
  record AtLeast(double goal, double unacceptableBelow) implements Goal {
    public AtLeast {
      if (unacceptableBelow > goal) {
        throw new IllegalArgumentException("A goal that is not acceptable: " + goal);
      }
    }

    @Override
    public Verdict judge(double value) {
      if (value >= goal) {
        return Verdict.REACHED;
      }
      return value >= unacceptableBelow ? Verdict.MISSED : Verdict.NOT_ACCEPTABLE;
    }
  }

  /// A figure that is told and not judged.
  record None() implements Goal {
    @Override
    public Verdict judge(double value) {
      return Verdict.NOT_JUDGED;
    }
  }
}
