package org.cinegraph.scheduler.dispatch;

import java.time.Duration;

/// The thread on which a [LeaderLoop] takes its turns: when it is called, and at the latest when
/// its next duty is due.
final class LeaderThread implements AutoCloseable {
  private final LeaderLoop loop;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("leader-loop").unstarted(this::run);
  private volatile boolean closed;

  private LeaderThread(LeaderLoop loop) {
    this.loop = loop;
  }

  static LeaderThread start(LeaderLoop loop) {
    LeaderThread started = new LeaderThread(loop);
    started.thread.start();
    return started;
  }

  /// Ends the loop and lets another process lead at once.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
      loop.resign();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration rest = Duration.ZERO;
    while (!closed) {
      try {
        loop.calls().await(rest);
        rest = loop.turn();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }
}
