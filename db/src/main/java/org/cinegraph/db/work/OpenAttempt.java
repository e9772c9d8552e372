package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;

/// The attempt of a lease that is still open, with its work's row locked: the guard in front of
/// every write that a worker causes.
///
/// @param equivalent whether one of the inputs is equal numerically only
/// @param leavesSomething whether there are checkpoints or artifacts that it held
record OpenAttempt(
    UUID tenant,
    LeaseKey lease,
    UUID worker,
    Digest memoKey,
    String type,
    int version,
    Digest program,
    WorkRequest request,
    int attempts,
    UUID bookedRun,
    boolean equivalent,
    boolean leavesSomething) {

  UUID work() {
    return lease.work();
  }

  long fence() {
    return lease.fence();
  }

  /// Its end, for those who listen.
  Transition ended(String outcome, Optional<Failure> failure, Seconds seconds) {
    return new Transition.LeaseEnded(
        bookedRun, work(), fence(), worker, type, attempts, outcome, failure, seconds.byPhase());
  }

  static Optional<OpenAttempt> lock(Sql sql, LeaseKey lease) throws SQLException {
    return lock(sql, List.of(lease)).stream().findFirst();
  }

  /// Those of the leases that are open, locked in the order of their works' ids.
  static List<OpenAttempt> lock(Sql sql, List<LeaseKey> leases) throws SQLException {
    return sql.rows(
        """
        SELECT w.*, a.worker_id, a.secret_digest,
          EXISTS (
            SELECT 1 FROM checkpoint c
            WHERE c.tenant_id = w.tenant_id AND c.memo_key = w.memo_key)
          OR EXISTS (
            SELECT 1 FROM artifact_reference r
            WHERE r.tenant_id = w.tenant_id AND r.holder_kind = 'attempt'
              AND r.holder_id = w.id || '/' || w.fence) AS leaves_something
        FROM unnest(?::uuid[], ?::bigint[], ?::bytea[]) AS l (work_id, fence, secret_digest)
        JOIN work w ON w.id = l.work_id AND w.fence = l.fence
        JOIN attempt a ON a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.fence = w.fence
        WHERE w.state = 'leased' AND a.secret_digest = l.secret_digest AND a.outcome IS NULL
        ORDER BY w.id
        FOR UPDATE OF w
        """,
        OpenAttempt::read,
        leases.stream().map(LeaseKey::work).toList(),
        leases.stream().map(LeaseKey::fence).toList(),
        leases.stream().map(LeaseKey::secretDigest).toList());
  }

  private static OpenAttempt read(Row row) throws SQLException {
    return new OpenAttempt(
        row.id("tenant_id"),
        new LeaseKey(row.id("id"), row.number("fence"), row.digest("secret_digest")),
        row.id("worker_id"),
        row.digest("memo_key"),
        row.text("type"),
        row.integer("version"),
        row.digest("program_digest"),
        WorkRequestJson.read(row.text("request")),
        row.integer("attempts"),
        row.id("booked_run"),
        row.flag("equivalent"),
        row.flag("leaves_something"));
  }
}
