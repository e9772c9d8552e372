package org.cinegraph.scheduler.connection;

import java.time.Duration;
import java.util.Optional;

/// Tells a lease whose worker hangs from one that is slow, by the progress that it reports.
///
/// Watched is only what is between two steps of a loop: a worker that loads a model, fetches,
/// stores, or runs a node type without steps says nothing for as long as that takes, and the work's
/// own time limit is what ends it. Progress is another step, another part of a step or another
/// phase; the same words again are none. For one lease; its owner guards it.
final class HangWatch {
  static final Duration LEAST = Duration.ofSeconds(60);
  static final int STEPS = 10;

  /// While no step of the lease was measured: the first one may compile kernels.
  static final Duration FIRST_STEP = Duration.ofMinutes(10);

  private static final String STEPPING = "run";

  private String phase = "";
  private int step;
  private int parts;
  private int steps;
  private long changedAt;
  private long steppedAt;
  private long longestStep;
  private boolean told;

  /// @param now nanoseconds of the scheduler's clock
  void progressed(int newStep, int newParts, int newSteps, String newPhase, long now) {
    boolean sameLoop = newSteps == steps && newStep >= step;
    if (sameLoop && newStep > step) {
      longestStep = Math.max(longestStep, (now - steppedAt) / (newStep - step));
    }
    if (!sameLoop || newStep > step) {
      steppedAt = now;
    }
    if (!sameLoop || newStep != step || newParts != parts || !newPhase.equals(phase)) {
      changedAt = now;
    }
    step = newStep;
    parts = newParts;
    steps = newSteps;
    phase = newPhase;
  }

  /// How long the worker has been silent for, once, when that is too long.
  Optional<Duration> hungFor(long now) {
    long silent = now - changedAt;
    if (told || !phase.equals(STEPPING) || step >= steps || silent <= limit()) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(Duration.ofNanos(silent));
  }

  private long limit() {
    return longestStep == 0 ? FIRST_STEP.toNanos() : Math.max(LEAST.toNanos(), STEPS * longestStep);
  }
}
