package org.cinegraph.cli.progress;

import java.time.Duration;
import java.util.Optional;

/// Estimates the time left of a loop by the steps seen so far. Monotonic nanoseconds come from the
/// caller.
final class Pace {
  private int firstStep = -1;
  private long firstAt;
  private int step;
  private long stepAt;

  void seen(int newStep, long now) {
    if (firstStep < 0 || newStep < step) {
      firstStep = newStep;
      firstAt = now;
    }
    if (newStep != step || newStep == firstStep) {
      stepAt = now;
    }
    step = newStep;
  }

  Optional<Duration> timeLeft(int steps, long now) {
    if (firstStep < 0 || step <= firstStep || steps <= step) {
      return Optional.empty();
    }
    double perStep = (double) (stepAt - firstAt) / (step - firstStep);
    double left = perStep * (steps - step) - (now - stepAt);
    return Optional.of(Duration.ofNanos(Math.max(0, (long) left)));
  }
}
