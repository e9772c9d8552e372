package org.cinegraph.workers.attempt;

import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.workers.fake.MixingNode;
import org.cinegraph.workers.fake.RunningWorker;
import org.jspecify.annotations.Nullable;

/// A node during whose given step its worker is told to stop the lease.
final class StoppingNode {
  private final AtomicInteger stopAt;
  private final AtomicInteger firstStep;
  private @Nullable RunningWorker worker;

  /// @param stopAt the step; -1: none
  /// @param firstStep takes the number of the first step after a stop
  StoppingNode(AtomicInteger stopAt, AtomicInteger firstStep) {
    this.stopAt = stopAt;
    this.firstStep = firstStep;
  }

  MixingNode type() {
    return new MixingNode(this::beforeStep);
  }

  void stops(RunningWorker running) {
    worker = running;
  }

  private void beforeStep(int step) {
    if (stopAt.get() == -1) {
      firstStep.compareAndSet(-1, step);
      return;
    }
    if (step == stopAt.get() && worker != null) {
      worker.stop(1);
    }
  }
}
