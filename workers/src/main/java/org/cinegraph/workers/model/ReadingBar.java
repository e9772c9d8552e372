package org.cinegraph.workers.model;

import java.io.Console;
import java.util.function.LongConsumer;

/// How much of a package is read, on one line that is written over; nothing where no person reads.
final class ReadingBar implements LongConsumer, AutoCloseable {
  private static final int WIDTH = 30;
  private static final long GAP_NANOS = 100_000_000;

  private final boolean shown;
  private final long bytesInAll;
  private long bytes;
  private long saidAt;

  ReadingBar(long bytesInAll) {
    Console console = System.console();
    this.shown = console != null && console.isTerminal();
    this.bytesInAll = Math.max(1, bytesInAll);
    this.saidAt = System.nanoTime();
  }

  @Override
  public void accept(long more) {
    bytes += more;
    long now = System.nanoTime();
    if (shown && now - saidAt > GAP_NANOS) {
      saidAt = now;
      int done = (int) (WIDTH * bytes / bytesInAll);
      System.err.printf(
          "\r[%s%s] %d of %d MB",
          "#".repeat(done), ".".repeat(WIDTH - done), bytes >> 20, bytesInAll >> 20);
    }
  }

  @Override
  public void close() {
    if (shown) {
      System.err.print("\r" + " ".repeat(WIDTH + 40) + "\r");
    }
  }
}
