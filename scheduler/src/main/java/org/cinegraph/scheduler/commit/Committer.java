package org.cinegraph.scheduler.commit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.graph.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what workers report. What arrives while a transaction commits goes into the next one
/// together.
///
/// While Postgres is away everything is kept and tried again: a worker holds its lease until it is
/// answered. A report that Postgres cannot take is refused by itself and keeps no other one back.
///
/// Anyone may [#submit]; one thread writes, in production a [CommitterThread].
public final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int MOST_AT_ONCE = 500;

  private final ReportWriter writer;
  private final BlockingQueue<Commit> arrived = new LinkedBlockingQueue<>();

  /// Taken from the queue and not answered yet; for the writing thread.
  private final List<Commit> batch = new ArrayList<>();

  private boolean waits;

  public Committer(ReportWriter writer) {
    this.writer = writer;
  }

  /// Takes it in and returns at once. What is submitted first is written first.
  public void submit(Commit commit) {
    arrived.add(commit);
  }

  /// Whether there is something to write.
  public boolean hasWork() {
    return !batch.isEmpty() || !arrived.isEmpty();
  }

  /// Returns when there is something to write.
  void await() throws InterruptedException {
    if (batch.isEmpty()) {
      batch.add(arrived.take());
    }
  }

  /// Writes what has arrived, and answers it.
  ///
  /// @return false: Postgres is away, and what is not answered is kept for the next call
  public boolean write() {
    arrived.drainTo(batch, MOST_AT_ONCE - batch.size());
    try {
      List<Commit.End> ends = saveAndGatherEnds();
      if (!ends.isEmpty()) {
        CrashPoint.REPORT_RECEIVED.reached();
        List<ReportAnswer> answers = together(ends);
        batch.clear();
        for (int i = 0; i < ends.size(); i++) {
          answer(ends.get(i), answers.get(i));
        }
      }
      waits = false;
    } catch (StorageUnreachable away) {
      if (!waits) {
        LOG.warn("commit=waiting reason=\"{}\"", away.getMessage());
      }
      waits = true;
    }
    return !waits;
  }

  private List<Commit.End> saveAndGatherEnds() {
    List<Commit.End> ends = new ArrayList<>();
    for (Iterator<Commit> each = batch.iterator(); each.hasNext(); ) {
      switch (each.next()) {
        case Commit.End end -> ends.add(end);
        case Commit.Save save -> {
          ReportAnswer saved = save(save);
          each.remove();
          answer(save, saved);
        }
        case Commit.Garbage garbage -> {
          each.remove();
          answer(garbage, new ReportAnswer.Refused(garbage.failure()));
        }
      }
    }
    return ends;
  }

  private ReportAnswer save(Commit.Save save) {
    CrashPoint.CHECKPOINT_RECEIVED.reached();
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
