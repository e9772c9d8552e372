package org.cinegraph.activities;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what other processes do.
final class Patience {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Patience() {}

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Nothing came of it within " + PATIENCE);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }
}
