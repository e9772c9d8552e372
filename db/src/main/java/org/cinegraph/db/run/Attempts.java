package org.cinegraph.db.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;

/// What the attempts at a node's work said.
public final class Attempts {
  private final Database database;

  public Attempts(Database database) {
    this.database = database;
  }

  /// The attempts at the work of a node, oldest first; empty for a node that has none.
  public List<AttemptRow> ofNode(UUID tenant, UUID run, String node) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT a.fence, k.name AS worker, coalesce(a.outcome, 'running') AS outcome,
              coalesce(a.log, '') AS log, a.started_at, a.ended_at
            FROM node_run n
            LEFT JOIN memo m ON m.tenant_id = n.tenant_id AND m.memo_key = n.memo_key
            JOIN attempt a ON a.tenant_id = n.tenant_id
              AND a.work_id = coalesce(n.work_id, m.work_id)
            JOIN worker k ON k.id = a.worker_id
            WHERE n.tenant_id = ? AND n.run_id = ? AND n.name = ? ORDER BY a.fence
            """,
            row ->
                new AttemptRow(
                    row.number("fence"),
                    row.text("worker"),
                    row.text("outcome"),
                    row.text("log"),
                    row.time("started_at"),
                    row.optionalTime("ended_at")),
            tenant,
            run,
            node));
  }

  public record AttemptRow(
      long fence,
      String worker,
      String outcome,
      String log,
      Instant startedAt,
      Optional<Instant> endedAt) {}
}
