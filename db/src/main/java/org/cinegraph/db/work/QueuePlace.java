package org.cinegraph.db.work;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;

/// What stands before a work that waits, and who waits for it.
public final class QueuePlace {
  private static final int NAMED = 5;

  private final Database database;

  public QueuePlace(Database database) {
    this.database = database;
  }

  public Place of(UUID tenant, UUID work) {
    return database.transaction(sql -> {
      List<Ahead> ahead = ahead(sql, tenant, work);
      int all = ahead.isEmpty() ? 0 : ahead.getFirst().all();
      int leased = ahead.isEmpty() ? 0 : ahead.getFirst().leased();
      return new Place(
          notBefore(sql, tenant, work), request(sql, tenant, work), ahead, leased, all - leased);
    });
  }

  /// Every node that waits for the work.
  public List<WaitingNode> waiters(UUID tenant, UUID work) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT n.run_id, r.graph, n.name, r.submitted_at
            FROM node_run n JOIN run r ON r.tenant_id = n.tenant_id AND r.id = n.run_id
            WHERE n.tenant_id = ? AND n.work_id = ? AND n.state = 'waiting'
            ORDER BY r.submitted_at, r.id, n.node
            """,
            WaitingNode::read,
            tenant,
            work));
  }

  private static Optional<Instant> notBefore(Sql sql, UUID tenant, UUID work) throws SQLException {
    return sql.row(
            """
            SELECT CASE WHEN not_before > now() THEN not_before END AS not_before FROM work
            WHERE tenant_id = ? AND id = ?
            """,
            row -> row.optionalTime("not_before"),
            tenant,
            work)
        .flatMap(found -> found);
  }

  private static Optional<WorkRequest> request(Sql sql, UUID tenant, UUID work)
      throws SQLException {
    return sql.row(
        "SELECT request FROM work WHERE tenant_id = ? AND id = ?",
        row -> WorkRequestJson.read(row.text("request")),
        tenant,
        work);
  }

  private static List<Ahead> ahead(Sql sql, UUID tenant, UUID work) throws SQLException {
    return sql.rows(
        """
        SELECT w.type, k.name AS worker, n.run_id, r.graph, n.name, r.submitted_at,
          count(*) OVER () AS everything,
          count(*) FILTER (WHERE w.state = 'leased') OVER () AS leased
        FROM work me
        JOIN work w ON w.tenant_id = me.tenant_id AND w.id <> me.id
        JOIN LATERAL (
          SELECT n.run_id, n.name FROM node_run n
          WHERE n.tenant_id = w.tenant_id AND n.work_id = w.id AND n.state = 'waiting'
          ORDER BY n.run_id, n.node LIMIT 1) n ON true
        JOIN run r ON r.tenant_id = w.tenant_id AND r.id = n.run_id
        LEFT JOIN attempt a ON a.tenant_id = w.tenant_id AND a.work_id = w.id
          AND a.fence = w.fence AND a.outcome IS NULL
        LEFT JOIN worker k ON k.id = a.worker_id
        WHERE me.tenant_id = ? AND me.id = ? AND (w.state = 'leased'
          OR (w.state = 'queued' AND NOT w.paused AND w.not_before <= now()
            AND (w.priority > me.priority
              OR (w.priority = me.priority AND w.queued_number < me.queued_number))))
        ORDER BY w.state = 'leased' DESC, w.priority DESC, w.queued_number
        LIMIT ?
        """,
        Ahead::read,
        tenant,
        work,
        NAMED);
  }

  /// A node that waits for a work.
  public record WaitingNode(UUID run, String graph, String node, Instant submittedAt) {
    private static WaitingNode read(Row row) throws SQLException {
      return new WaitingNode(
          row.id("run_id"), row.text("graph"), row.text("name"), row.time("submitted_at"));
    }
  }

  /// A work that goes first.
  ///
  /// @param node one of those that wait for it
  /// @param worker who computes it; empty: it is in the queue
  /// @param all how many go first, this one and those that are not named among them
  /// @param leased how many of them are computed now
  public record Ahead(WaitingNode node, String type, Optional<String> worker, int all, int leased) {
    private static Ahead read(Row row) throws SQLException {
      return new Ahead(
          WaitingNode.read(row),
          row.text("type"),
          row.optionalText("worker"),
          row.integer("everything"),
          row.integer("leased"));
    }
  }

  /// @param notBefore when it may be tried again
  /// @param request what it is given; empty: it is gone
  /// @param ahead some of those that go first
  /// @param computing how many works are computed now
  /// @param queued how many stand before it in the queue
  public record Place(
      Optional<Instant> notBefore,
      Optional<WorkRequest> request,
      List<Ahead> ahead,
      int computing,
      int queued) {}
}
