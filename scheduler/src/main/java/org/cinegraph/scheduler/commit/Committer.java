package org.cinegraph.scheduler.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.cinegraph.db.CommitPace;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.graph.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what workers report, on a thread of its own. What arrives while a transaction commits
/// goes into the next one together; nothing waits for company after a quiet while.
///
/// While Postgres is away everything is kept and tried again: a worker holds its lease until it is
/// answered. A report that Postgres cannot take is refused by itself and keeps no other one back.
public final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int MOST_AT_ONCE = 500;
  private static final Duration PAUSE_WHILE_AWAY = Duration.ofMillis(500);

  private final ReportWriter writer;
  private final BlockingQueue<Commit> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  private Committer(ReportWriter writer) {
    this.writer = writer;
    this.thread = Thread.ofPlatform().daemon().name("committer").unstarted(this::run);
  }

  public static Committer start(ReportWriter writer) {
    Committer committer = new Committer(writer);
    committer.thread.start();
    return committer;
  }

  /// Takes it in and returns at once. What is submitted first is written first.
  public void submit(Commit commit) {
    queue.add(commit);
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
    List<Commit> batch = new ArrayList<>();
    while (!closed) {
      try {
        batch.add(queue.take());
        pace.await();
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        write(batch);
        pace.ended();
        batch.clear();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  private void write(List<Commit> batch) throws InterruptedException {
    List<Commit.End> ends = new ArrayList<>();
    for (Commit commit : batch) {
      switch (commit) {
        case Commit.End end -> ends.add(end);
        case Commit.Save save -> answer(save, persist(() -> save(save)));
        case Commit.Garbage garbage -> answer(garbage, new ReportAnswer.Refused(garbage.failure()));
      }
    }
    if (ends.isEmpty()) {
      return;
    }
    CrashPoint.REPORT_RECEIVED.reached();
    List<ReportAnswer> answers = persist(() -> together(ends));
    for (int i = 0; i < ends.size(); i++) {
      answer(ends.get(i), answers.get(i));
    }
  }

  private ReportAnswer save(Commit.Save save) {
    try {
      return writer.save(save.lease(), save.checkpoint());
    } catch (StorageUnreachable away) {
      throw away;
    } catch (RuntimeException defect) {
      return refused(defect);
    }
  }

  private List<ReportAnswer> together(List<Commit.End> ends) {
    try {
      return writer.commit(ends.stream().map(Commit.End::report).toList());
    } catch (StorageUnreachable away) {
      throw away;
    } catch (RuntimeException defect) {
      if (ends.size() == 1) {
        return List.of(refused(defect));
      }
      return ends.stream().map(Commit.End::report).map(this::alone).toList();
    }
  }

  private ReportAnswer alone(Report report) {
    try {
      return writer.commit(List.of(report)).getFirst();
    } catch (StorageUnreachable away) {
      throw away;
    } catch (RuntimeException defect) {
      return refused(defect);
    }
  }

  private <T> T persist(Supplier<T> write) throws InterruptedException {
    boolean said = false;
    while (true) {
      try {
        return write.get();
      } catch (StorageUnreachable away) {
        if (!said) {
          LOG.warn("commit=waiting reason=\"{}\"", away.getMessage());
          said = true;
        }
        Thread.sleep(PAUSE_WHILE_AWAY);
      }
    }
  }

  private static void answer(Commit commit, ReportAnswer answer) {
    try {
      commit.answer().accept(answer);
    } catch (RuntimeException defect) {
      LOG.error("answer=failed", defect);
    }
  }

  private static ReportAnswer refused(RuntimeException defect) {
    LOG.error("commit=refused", defect);
    Failure failure =
        defect instanceof StorageFailure storage
            ? storage.failure()
            : Failure.fatal("report-defect", "A report could not be written: " + defect);
    return new ReportAnswer.Refused(failure);
  }
}
