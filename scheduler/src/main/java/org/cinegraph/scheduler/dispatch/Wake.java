package org.cinegraph.scheduler.dispatch;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// What the loop is to look at next. Calls that come before it looks are one call. Safe for any
/// number of threads.
final class Wake {
  private Calls calls = Calls.NONE;

  /// @param queue works were queued or ended, or their priority changed
  /// @param capacity a worker came, left, gave credits or became free
  /// @param drains a person keeps a worker free, or does not any longer
  /// @param stops leases that may have to stop
  record Calls(boolean queue, boolean capacity, boolean drains, SequencedSet<UUID> stops) {
    static final Calls NONE = new Calls(false, false, false, new LinkedHashSet<>());

    Calls {
      stops = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(stops));
    }

    boolean isNone() {
      return !queue && !capacity && !drains && stops.isEmpty();
    }
  }

  synchronized void queue() {
    calls = new Calls(true, calls.capacity(), calls.drains(), calls.stops());
    notifyAll();
  }

  synchronized void capacity() {
    calls = new Calls(calls.queue(), true, calls.drains(), calls.stops());
    notifyAll();
  }

  synchronized void drain() {
    calls = new Calls(calls.queue(), calls.capacity(), true, calls.stops());
    notifyAll();
  }

  synchronized void stop(UUID work) {
    SequencedSet<UUID> stops = new LinkedHashSet<>(calls.stops());
    stops.add(work);
    calls = new Calls(calls.queue(), calls.capacity(), calls.drains(), stops);
    notifyAll();
  }

  /// Waits for a call, at most so long.
  synchronized void await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); calls.isNone() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  synchronized boolean isCalled() {
    return !calls.isNone();
  }

  /// Takes all calls.
  synchronized Calls take() {
    Calls taken = calls;
    calls = Calls.NONE;
    return taken;
  }
}
