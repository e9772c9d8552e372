package org.cinegraph.cli.store;

import java.util.concurrent.TimeUnit;
import org.cinegraph.cli.client.Terminal;

/// Says how far something long is, every few seconds, where people read and not scripts.
final class ProgressLine {
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Terminal terminal;
  private long saidAt = System.nanoTime();

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  void say(String line) {
    long now = System.nanoTime();
    if (now - saidAt >= GAP_NANOS) {
      saidAt = now;
      terminal.err().println(line);
    }
  }
}
