package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;

/// The attempt of a lease that is still open, with its work's row locked: the guard in front of
/// every write that a worker causes.
record OpenAttempt(
    UUID tenant,
    UUID work,
    long fence,
    UUID worker,
    Digest memoKey,
    String type,
    int version,
    Digest program,
    WorkRequest request,
    int attempts,
    UUID bookedRun) {

  static Optional<OpenAttempt> lock(Sql sql, LeaseKey lease) throws SQLException {
    return sql.row(
        """
        SELECT w.*, a.worker_id FROM work w
        JOIN attempt a ON a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.fence = w.fence
        WHERE w.id = ? AND w.fence = ? AND w.state = 'leased'
          AND a.secret_digest = ? AND a.outcome IS NULL
        FOR UPDATE OF w
        """,
        row ->
            new OpenAttempt(
                row.id("tenant_id"),
                row.id("id"),
                row.number("fence"),
                row.id("worker_id"),
                row.digest("memo_key"),
                row.text("type"),
                row.integer("version"),
                row.digest("program_digest"),
                WorkRequestJson.read(row.text("request")),
                row.integer("attempts"),
                row.id("booked_run")),
        lease.work(),
        lease.fence(),
        lease.secretDigest());
  }
}
