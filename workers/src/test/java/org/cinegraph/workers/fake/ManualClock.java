package org.cinegraph.workers.fake;

import java.util.concurrent.atomic.AtomicLong;
import org.cinegraph.workers.stream.MonotonicClock;

/// Time that a test moves.
public final class ManualClock implements MonotonicClock {
  private final AtomicLong now = new AtomicLong();

  @Override
  public long nanos() {
    return now.get();
  }

  public void advanceMillis(long milliseconds) {
    now.addAndGet(milliseconds * 1_000_000);
  }
}
