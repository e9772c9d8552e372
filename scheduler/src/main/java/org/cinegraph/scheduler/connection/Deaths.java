package org.cinegraph.scheduler.connection;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.cinegraph.db.work.WorkerProcess;
import org.cinegraph.proto.ProcessSpace;

/// Tells a worker whose process has died from one that cannot be reached: the leases of the former
/// need no deadline. Nothing is known of workers on other machines; those are waited for.
public interface Deaths {
  /// Nobody's death is known.
  Deaths UNKNOWN = (_, _, _) -> {};

  /// Looks after a worker whose stream broke, here or with the control plane that led before.
  ///
  /// @param back whether it has opened another stream, so that there is nothing to look after
  /// @param died what to do, once, from any thread, when it is certain that it is dead
  void lookAfter(WorkerProcess worker, BooleanSupplier back, Runnable died);

  /// By the processes that this one sees. A killed process closes its streams a moment before it is
  /// gone, so it is looked at for some seconds.
  static Deaths seenFromHere() {
    String here = ProcessSpace.here();
    return (worker, back, died) -> {
      if (!here.isEmpty() && worker.space().equals(here)) {
        Thread.ofVirtual().name("deaths").start(() -> watch(worker, back, died));
      }
    };
  }

  private static void watch(WorkerProcess worker, BooleanSupplier back, Runnable died) {
    Duration pause = Duration.ofMillis(20);
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try {
      while (System.nanoTime() < end && !back.getAsBoolean()) {
        if (ProcessSpace.isGone(worker.processId())) {
          died.run();
          return;
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
