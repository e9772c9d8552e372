package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.time.Duration;
import org.cinegraph.workers.artifact.ArtifactTransfer.StoreUnavailableException;
import org.cinegraph.workers.stream.MonotonicClock;

/// Bears with a store whose disk has no room or does not answer, for long enough that a moment's
/// trouble costs no attempt. After that the work goes back to the queue, where people see why it
/// waits.
final class StorePatience {
  static final Duration LONGEST = Duration.ofSeconds(20);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final MonotonicClock clock;

  StorePatience(MonotonicClock clock) {
    this.clock = clock;
  }

  /// A transfer, to be tried again as a whole.
  @FunctionalInterface
  interface Transfer {
    void run() throws IOException, InterruptedException;
  }

  void with(Transfer transfer) throws IOException, InterruptedException {
    long began = clock.nanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        transfer.run();
        return;
      } catch (StoreUnavailableException e) {
        if (clock.nanos() - began >= LONGEST.toNanos()) {
          throw e;
        }
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }
}
