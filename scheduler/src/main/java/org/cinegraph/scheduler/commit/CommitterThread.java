package org.cinegraph.scheduler.commit;

import java.time.Duration;
import org.cinegraph.db.CommitPace;

/// The thread on which a [Committer] writes: at the pace at which transactions are worth their
/// cost, and again and again while Postgres is away.
public final class CommitterThread implements AutoCloseable {
  private static final Duration PAUSE_WHILE_AWAY = Duration.ofMillis(500);

  private final Committer committer;
  private final Thread thread = Thread.ofPlatform().daemon().name("committer").unstarted(this::run);
  private volatile boolean closed;

  private CommitterThread(Committer committer) {
    this.committer = committer;
  }

  public static CommitterThread start(Committer committer) {
    CommitterThread started = new CommitterThread(committer);
    started.thread.start();
    return started;
  }

  /// Ends after the transaction in flight. What was not written yet is not answered; its senders
  /// report again to whoever comes next.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    CommitPace pace = new CommitPace();
    while (!closed) {
      try {
        committer.await();
        pace.await();
        if (!committer.write()) {
          Thread.sleep(PAUSE_WHILE_AWAY);
        }
        pace.ended();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }
}
