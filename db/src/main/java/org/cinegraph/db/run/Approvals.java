package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.ApprovalRow.Answer;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.plan.ApprovalRequest;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;

/// Questions to persons: asked when a node begins to wait, kept with their answers as long as the
/// run.
public final class Approvals {
  private static final String ROWS =
      """
      SELECT a.*, n.name, n.state, r.graph FROM approval a
      JOIN node_run n ON n.tenant_id = a.tenant_id AND n.run_id = a.run_id AND n.node = a.node
      JOIN run r ON r.tenant_id = a.tenant_id AND r.id = a.run_id
      """;

  private final Database database;

  public Approvals(Database database) {
    this.database = database;
  }

  /// The node begins to wait. One that was asked about before and ended without an answer is asked
  /// about anew, with all its time.
  static void ask(Sql sql, RunTally tally, RunId id, PlannedNode node) throws SQLException {
    ApprovalRequest request = ApprovalRequest.of(node);
    sql.update(
        """
        INSERT INTO approval (tenant_id, run_id, node, deadline)
        VALUES (?, ?, ?, now() + make_interval(secs => ?))
        ON CONFLICT (tenant_id, run_id, node) WHERE answer IS NULL
          DO UPDATE SET asked_at = excluded.asked_at, deadline = excluded.deadline
        """,
        id.tenant(),
        id.run(),
        node.id(),
        request.timeout().map(timeout -> (double) timeout.toSeconds()));
    FieldWriter body = new FieldWriter().text("question", request.question());
    request.timeout().ifPresent(timeout -> body.integer("timeout", timeout.toSeconds()));
    tally.event(id.tenant(), id.run(), "node-asking", node.name(), body.fields());
    // An event is never lost, unlike the rest of what taking in writes.
    sql.commitSynchronously();
  }

  /// What a node asks or asked last.
  public Optional<ApprovalRow> newest(UUID tenant, UUID run, int node) {
    return database.transaction(sql -> newest(sql, tenant, run, node));
  }

  /// As [#newest], within a transaction.
  public static Optional<ApprovalRow> newest(Sql sql, UUID tenant, UUID run, int node)
      throws SQLException {
    return sql.row(
        ROWS
            + """
            WHERE a.tenant_id = ? AND a.run_id = ? AND a.node = ? ORDER BY a.number DESC LIMIT 1
            """,
        ApprovalRow::read,
        tenant,
        run,
        node);
  }

  /// Questions in the order in which they were asked.
  ///
  /// @param run of this one alone; absent: of all runs
  /// @param node of this one alone; absent: of all nodes
  /// @param all also those that are answered or need no answer any more
  /// @param after those with a larger number
  public List<ApprovalRow> list(
      UUID tenant, Optional<UUID> run, Optional<String> node, boolean all, long after, int limit) {
    return database.read(sql ->
        sql.rows(
            ROWS
                + """
                WHERE a.tenant_id = ? AND (?::uuid IS NULL OR a.run_id = ?)
                  AND (?::text IS NULL OR n.name = ?) AND a.number > ?
                  AND (? OR a.answer IS NULL AND n.state = 'waiting')
                ORDER BY a.number LIMIT ?
                """,
            ApprovalRow::read,
            tenant,
            run,
            run,
            node,
            node,
            after,
            all,
            limit));
  }

  /// Questions of all tenants that nobody answered in time. Those of a paused run are left until it
  /// is resumed.
  public List<ApprovalRow> due(Instant now) {
    return database.read(sql ->
        sql.rows(
            ROWS
                + """
                WHERE a.answer IS NULL AND a.deadline <= to_timestamp(?::double precision / 1000)
                  AND n.state = 'waiting' AND NOT r.paused
                ORDER BY a.deadline, a.number LIMIT 1000
                """,
            ApprovalRow::read,
            now.toEpochMilli()));
  }

  /// Writes the answer to a question that has none.
  ///
  /// @param shown what was judged
  public static Answer answer(
      Sql sql,
      ApprovalRow row,
      boolean accepted,
      String by,
      String why,
      SequencedMap<String, PortValue> edits,
      JudgedValues shown)
      throws SQLException {
    return sql.row(
            """
            UPDATE approval SET answer = ?, answered_by = ?, why = ?, edits = ?,
              answered_at = now(), shown = ?
            WHERE number = ? AND answer IS NULL RETURNING answered_at
            """,
            written -> new Answer(accepted, by, why, edits, written.time("answered_at")),
            accepted ? "accepted" : "rejected",
            by,
            why,
            OutputsJson.write(edits),
            shown.digest(),
            row.number())
        .orElseThrow(() -> new IllegalStateException("Question " + row.number() + " has one"));
  }

  public static void forget(Sql sql, UUID tenant, UUID run) throws SQLException {
    sql.update("DELETE FROM approval WHERE tenant_id = ? AND run_id = ?", tenant, run);
  }

  /// As a graph would write it.
  public static String written(Duration time) {
    StringBuilder written = new StringBuilder();
    part(written, time.toDays(), "d");
    part(written, time.toHoursPart(), "h");
    part(written, time.toMinutesPart(), "m");
    part(written, time.toSecondsPart(), "s");
    return written.isEmpty() ? "0s" : written.toString();
  }

  private static void part(StringBuilder written, long amount, String unit) {
    if (amount > 0) {
      written.append(amount).append(unit);
    }
  }
}
