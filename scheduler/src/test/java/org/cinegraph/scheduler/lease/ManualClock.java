package org.cinegraph.scheduler.lease;

import java.time.Duration;

/// A clock that moves when it is told to. Starts near the overflow that a monotonic clock may have.
final class ManualClock implements MonotonicClock {
  private long now = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

  @Override
  public long nanoTime() {
    return now;
  }

  void advance(Duration by) {
    now += by.toNanos();
  }
}
