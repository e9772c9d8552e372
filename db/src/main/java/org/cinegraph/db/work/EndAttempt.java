package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.NodeEnd;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.value.FieldWriter;

/// Writes the end of one attempt that made nothing, whose work is locked: what becomes of the work
/// and of the nodes that wait for it. What is done, [EndDone] ends.
final class EndAttempt {
  private static final int WORKERS_LOST_BEFORE_QUARANTINE = 3;

  /// Before the last try. What befalls machines, not works, comes in bursts: without the pause five
  /// workers that died in 15 s took three innocent renders with them.
  private static final long PAUSE_BEFORE_QUARANTINE_MS = 20_000;

  /// Of all nodes of a run together, after failures: a run that fails everywhere ends.
  static final int RETRIES_PER_RUN = 100;

  private static final long FIRST_BACKOFF_MS = 500;
  private static final long LONGEST_BACKOFF_MS = 60_000;

  private final Sql sql;
  private final AdvanceRuns advance;
  private final OpenAttempt attempt;
  private final RandomGenerator random;

  /// @param random spreads what is tried again
  EndAttempt(Sql sql, AdvanceRuns advance, OpenAttempt attempt, RandomGenerator random) {
    this.sql = sql;
    this.advance = advance;
    this.attempt = attempt;
    this.random = random;
  }

  void failed(Report.Failed report) throws SQLException {
    close("failed", Optional.of(report.failure()), report.seconds(), report.log());
    release(report.lease());
    if (report.failure().category() == FailureCategory.EXTERNAL) {
      waitForOutside(report.failure());
    } else {
      again(report.failure(), report.shortage());
    }
  }

  /// What lies outside, a full disk for example, is nobody's failed try: the work waits, with
  /// growing pauses, for as long as somebody wants it.
  private void waitForOutside(Failure failure) throws SQLException {
    sql.update(
        "UPDATE work SET attempts = attempts - 1 WHERE tenant_id = ? AND id = ?",
        attempt.tenant(),
        attempt.work());
    if (anyoneStays(Optional.empty())) {
      long backoff = pause(externalInARow() - 1);
      tellRetry(failure, backoff, Optional.empty(), false);
      requeue(backoff);
    } else {
      setWork("stopped", Optional.empty());
    }
  }

  /// Counts this one, which is written already.
  private int externalInARow() throws SQLException {
    return sql.row(
            """
            SELECT count(*) AS failures FROM attempt a
            WHERE a.tenant_id = ? AND a.work_id = ? AND a.fence > (
              SELECT coalesce(max(b.fence), 0) FROM attempt b
              WHERE b.tenant_id = ? AND b.work_id = ? AND b.outcome IS NOT NULL AND NOT (
                b.outcome = 'failed' AND b.failure::jsonb ->> 'category' = 'external'))
            """,
            row -> row.integer("failures"),
            attempt.tenant(),
            attempt.work(),
            attempt.tenant(),
            attempt.work())
        .orElseThrow();
  }

  void stopped(Report.Stopped report) throws SQLException {
    handedBack(report.lease(), report.seconds(), report.log());
  }

  /// The attempt was no try: as if the work had never been leased.
  private void handedBack(LeaseKey lease, Seconds seconds, String log) throws SQLException {
    close("stopped", Optional.empty(), seconds, log);
    release(lease);
    sql.update(
        "UPDATE work SET attempts = attempts - 1 WHERE tenant_id = ? AND id = ?",
        attempt.tenant(),
        attempt.work());
    if (anyoneStays(Optional.empty())) {
      requeue(0);
    } else {
      setWork("stopped", Optional.empty());
    }
  }

  void lost(Report.Lost report) throws SQLException {
    if (!report.counts()) {
      handedBack(report.lease(), Seconds.NONE, "");
      return;
    }
    close("lost", Optional.empty(), Seconds.NONE, "");
    release(report.lease());
    int inARow = lostInARow();
    if (inARow >= WORKERS_LOST_BEFORE_QUARANTINE) {
      fail(
          Failure.fatal(
              "quarantined",
              "%d workers in a row were lost while they computed this %s, which got no further meanwhile (%s); see their logs"
                  .formatted(WORKERS_LOST_BEFORE_QUARANTINE, attempt.type(), lastWorkers())));
    } else if (anyoneStays(Optional.empty())) {
      long backoff = inARow == WORKERS_LOST_BEFORE_QUARANTINE - 1 ? PAUSE_BEFORE_QUARANTINE_MS : 0;
      tellRetry(
          new Failure("worker-lost", FailureCategory.TRANSIENT, report.why()),
          backoff,
          Optional.empty(),
          false);
      requeue(backoff);
    } else {
      setWork("stopped", Optional.empty());
    }
  }

  /// Counts this one. A long render loses workers by no fault of its own: what counts is that it
  /// got no further between them.
  private int lostInARow() throws SQLException {
    return sql.row(
            """
            UPDATE work SET lost_in_a_row = lost_in_a_row + 1 WHERE tenant_id = ? AND id = ?
            RETURNING lost_in_a_row
            """,
            row -> row.integer("lost_in_a_row"),
            attempt.tenant(),
            attempt.work())
        .orElseThrow();
  }

  private String lastWorkers() throws SQLException {
    return String.join(
        ", ",
        sql.rows(
            """
            SELECT k.name FROM attempt a JOIN worker k ON k.id = a.worker_id
            WHERE a.tenant_id = ? AND a.work_id = ? AND a.outcome = 'lost'
            ORDER BY a.fence DESC LIMIT ?
            """,
            row -> row.text("name"),
            attempt.tenant(),
            attempt.work(),
            WORKERS_LOST_BEFORE_QUARANTINE));
  }

  /// Tries again what may pass, for as long as somebody waits.
  private void again(Failure failure, Shortage shortage) throws SQLException {
    boolean mayPass =
        switch (failure.category()) {
          case TRANSIENT, RESOURCE -> true;
          case EXTERNAL -> throw new IllegalArgumentException("What lies outside is waited for");
          case USER, FATAL, STOPPED -> false;
        };
    if (!mayPass || failures() >= attempt.request().attemptsAllowed()) {
      fail(failure);
      return;
    }
    if (anyoneStays(Optional.of(failure))) {
      long backoff = backoff();
      tellRetry(failure, backoff, raised(failure, shortage), true);
      requeue(backoff);
    } else {
      setWork("stopped", Optional.empty());
    }
  }

  private Optional<Demand> raised(Failure failure, Shortage shortage) throws SQLException {
    return failure.category() == FailureCategory.RESOURCE
        ? Optional.of(RaiseDemand.raise(sql, attempt, shortage))
        : Optional.empty();
  }

  /// Attempts that failed, this one too, but for what lies outside. Those that lost their worker
  /// are none: what is lost says nothing about the work, and has a rule of its own.
  private int failures() throws SQLException {
    return sql.row(
            """
            SELECT count(*) AS failures FROM attempt
            WHERE tenant_id = ? AND work_id = ? AND outcome = 'failed'
              AND failure::jsonb ->> 'category' <> 'external'
            """,
            row -> row.integer("failures"),
            attempt.tenant(),
            attempt.work())
        .orElseThrow();
  }

  /// Twice as long after each attempt, and up to half of it more or less: what failed together is
  /// not tried again together.
  private long backoff() {
    long usual = pause(attempt.attempts());
    return usual / 2 + random.nextLong(usual);
  }

  private static long pause(int doublings) {
    return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS << Math.min(10, doublings));
  }

  private void fail(Failure failure) throws SQLException {
    setWork("failed", Optional.of(failure));
    for (Waiter waiter : Waiter.of(sql, attempt)) {
      advance.end(
          waiter.stopping()
              ? NodeEnd.stopped(attempt.tenant(), waiter.run(), waiter.node())
              : NodeEnd.failed(attempt.tenant(), waiter.run(), waiter.node(), failure));
    }
  }

  /// Ends the waiters whose run is being stopped, and those whose run has no retry left.
  ///
  /// @param failed why the work would be tried again; empty: that costs no retry
  /// @return whether others remain
  private boolean anyoneStays(Optional<Failure> failed) throws SQLException {
    boolean stays = false;
    for (Waiter waiter : Waiter.of(sql, attempt)) {
      if (waiter.stopping()) {
        advance.end(NodeEnd.stopped(attempt.tenant(), waiter.run(), waiter.node()));
      } else if (failed.isPresent() && waiter.retries() >= RETRIES_PER_RUN) {
        advance.end(
            NodeEnd.failed(attempt.tenant(), waiter.run(), waiter.node(), exhausted(failed.get())));
      } else {
        stays = true;
      }
    }
    return stays;
  }

  private static Failure exhausted(Failure last) {
    return new Failure(
        "retries-exhausted",
        last.category(),
        "%s; the run has used up its %d retries".formatted(last.message(), RETRIES_PER_RUN));
  }

  private void requeue(long backoffMillis) throws SQLException {
    sql.update(
        """
        UPDATE work SET state = 'queued', stop_requested = false,
          not_before = CASE WHEN ? = 0 THEN '-infinity'::timestamptz
            ELSE now() + ? * interval '1 millisecond' END
        WHERE tenant_id = ? AND id = ?
        """,
        backoffMillis,
        backoffMillis,
        attempt.tenant(),
        attempt.work());
    Channel.WORK.notify(sql, "");
  }

  /// @param raised what is asked for from now on, where an attempt ran out of memory
  /// @param costs whether it counts against the budget of the run
  private void tellRetry(
      Failure failure, long backoffMillis, Optional<Demand> raised, boolean costs)
      throws SQLException {
    for (Waiter waiter : Waiter.of(sql, attempt)) {
      boolean ended = waiter.stopping() || (costs && waiter.retries() >= RETRIES_PER_RUN);
      if (!ended) {
        if (costs) {
          advance.tally().retried(attempt.tenant(), waiter.run());
        }
        advance
            .tally()
            .event(
                attempt.tenant(),
                waiter.run(),
                "node-retrying",
                waiter.name(),
                new FieldWriter()
                    .put("failure", FailureJson.write(failure))
                    .integer("attempt", attempt.attempts())
                    .integer("backoff_ms", backoffMillis)
                    .optional("raised_demand", raised, DeclarationJson::writeDemand)
                    .fields());
      }
    }
  }

  private void setWork(String state, Optional<Failure> failure) throws SQLException {
    sql.update(
        "UPDATE work SET state = ?, failure = ? WHERE tenant_id = ? AND id = ?",
        state,
        failure.map(found -> CanonicalJson.write(FailureJson.write(found))),
        attempt.tenant(),
        attempt.work());
    Channel.WORK.notify(sql, "");
  }

  private void close(String outcome, Optional<Failure> failure, Seconds seconds, String log)
      throws SQLException {
    sql.update(
        """
        UPDATE attempt SET outcome = ?, failure = ?, seconds = ?, log = ?, ended_at = now()
        WHERE tenant_id = ? AND work_id = ? AND fence = ?
        """,
        outcome,
        failure.map(found -> CanonicalJson.write(FailureJson.write(found))),
        seconds.json(),
        log,
        attempt.tenant(),
        attempt.work(),
        attempt.fence());
    Usage.add(sql, attempt, seconds);
    sql.changes(attempt.ended(outcome, failure, seconds));
  }

  /// What the attempt stored is now held by memo and runs, or by nobody.
  private void release(LeaseKey lease) throws SQLException {
    Artifacts.release(sql, attempt.tenant(), "attempt", Artifacts.holder(lease));
  }
}
