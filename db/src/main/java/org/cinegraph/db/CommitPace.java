package org.cinegraph.db;

import java.time.Duration;

/// Spaces the transactions of one thread that writes what arrives. A transaction costs nearly the
/// same for one row and for twenty, so a thread that has just ended one waits a moment and takes
/// together what comes meanwhile. What arrives after a quiet while does not wait.
public final class CommitPace {
  private static final Duration BETWEEN = Duration.ofMillis(8);

  private long ended = System.nanoTime() - BETWEEN.toNanos();

  /// Returns when the next transaction may begin.
  public void await() throws InterruptedException {
    long left = BETWEEN.toNanos() - (System.nanoTime() - ended);
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /// A transaction has ended.
  public void ended() {
    ended = System.nanoTime();
  }
}
