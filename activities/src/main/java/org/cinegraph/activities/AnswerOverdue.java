package org.cinegraph.activities;

import java.time.Duration;
import java.time.InstantSource;
import org.cinegraph.db.Database;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.run.ApprovalRow;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.verb.AnswerApproval;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what nobody answered in time, as the graph says. Deadlines stand in Postgres, so they
/// pass also while no control plane is up, and any of them may answer.
final class AnswerOverdue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerOverdue.class);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Approvals approvals;
  private final AnswerApproval answers;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  AnswerOverdue(Database database, Plans plans, InstantSource clock) {
    this.approvals = new Approvals(database);
    this.answers = new AnswerApproval(database, plans);
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("answer-overdue").unstarted(this::loop);
  }

  static AnswerOverdue start(Database database, Plans plans, InstantSource clock) {
    AnswerOverdue overdue = new AnswerOverdue(database, plans, clock);
    overdue.thread.start();
    return overdue;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /// Answers everything that is overdue now.
  void sweep() {
    approvals.due(clock.instant()).forEach(this::answer);
  }

  private void loop() {
    while (!closed) {
      try {
        Thread.sleep(SWEEP);
        sweep();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (StorageFailure e) {
        LOG.warn("answering=waits reason={}", e.getMessage());
      } catch (RuntimeException defect) {
        LOG.error("answering=failing", defect);
      }
    }
  }

  /// One question that cannot be answered keeps no other one back.
  private void answer(ApprovalRow due) {
    try {
      answers.timeOut(due, clock.instant());
    } catch (StorageFailure e) {
      throw e;
    } catch (RuntimeException defect) {
      LOG.error("answering=failing run={} node={}", due.run(), due.name(), defect);
    }
  }
}
