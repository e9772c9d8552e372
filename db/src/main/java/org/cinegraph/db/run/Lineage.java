package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeTimes.AttemptSpan;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;

/// Where artifacts come from: the node whose output one is, and all that this node needed.
public final class Lineage {
  private static final int MOST_USES = 50;

  private final Database database;
  private final Plans plans;

  public Lineage(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  public Origin of(UUID tenant, Digest artifact) {
    return database.transaction(sql -> {
      List<Use> uses = uses(sql, tenant, artifact);
      Optional<Use> maker = uses.stream().filter(Use::isOutput).min(Use.MAKER_FIRST);
      return new Origin(
          maker,
          maker.isPresent() ? chain(sql, tenant, maker.get()) : List.of(),
          uses.subList(0, Math.min(MOST_USES, uses.size())));
    });
  }

  /// Chunks are found by the whole that they belong to.
  private static List<Use> uses(Sql sql, UUID tenant, Digest artifact) throws SQLException {
    return sql.rows(
        """
        WITH wanted AS (
          SELECT ?::bytea AS digest
          UNION SELECT whole FROM artifact_part WHERE tenant_id = ? AND part = ?
        ), held AS (
          SELECT DISTINCT r.id, r.graph, r.graph_version, r.submitted_at, r.inputs,
            encode(w.digest, 'hex') AS hex
          FROM wanted w
          JOIN artifact_reference a ON a.tenant_id = ? AND a.digest = w.digest
            AND a.holder_kind = 'run'
          JOIN run r ON r.tenant_id = a.tenant_id AND r.id::text = a.holder_id
        )
        SELECT h.id, h.graph, h.graph_version, h.submitted_at, n.node, n.name, n.state
        FROM held h JOIN node_run n ON n.tenant_id = ? AND n.run_id = h.id
          AND strpos(n.outputs, h.hex) > 0
        UNION ALL
        SELECT h.id, h.graph, h.graph_version, h.submitted_at, NULL, i.key, NULL
        FROM held h, jsonb_each(h.inputs::jsonb -> 'values') AS i
        WHERE strpos(i.value::text, h.hex) > 0
        ORDER BY submitted_at DESC, id DESC, node
        """,
        Use::read,
        artifact,
        tenant,
        artifact,
        tenant,
        tenant);
  }

  private List<Ancestor> chain(Sql sql, UUID tenant, Use maker) throws SQLException {
    Plan plan = plans.of(sql, tenant, maker.run());
    List<NodeRunRow> rows = NodeRuns.list(sql, tenant, maker.run());
    TreeSet<Integer> needed = new TreeSet<>(Comparator.reverseOrder());
    collect(plan, maker.node().orElseThrow(), needed);
    SequencedMap<Integer, List<AttemptSpan>> attempts = attempts(sql, tenant, maker.run());
    List<Ancestor> chain = new ArrayList<>();
    for (int node : needed) {
      chain.add(
          new Ancestor(
              plan.nodes().get(node), rows.get(node), attempts.getOrDefault(node, List.of())));
    }
    return chain;
  }

  private static void collect(Plan plan, int node, TreeSet<Integer> needed) {
    if (needed.add(node)) {
      plan.nodes().get(node).predecessors().forEach(producer -> collect(plan, producer, needed));
    }
  }

  /// Of the works that the results came from, also where the memo had them.
  private static SequencedMap<Integer, List<AttemptSpan>> attempts(Sql sql, UUID tenant, UUID run)
      throws SQLException {
    SequencedMap<Integer, List<AttemptSpan>> attempts = new TreeMap<>();
    sql.rows(
        """
        SELECT n.node, a.fence, k.name AS worker, coalesce(a.outcome, 'running') AS outcome,
          a.started_at, a.ended_at, a.seconds, a.failure
        FROM node_run n
        LEFT JOIN LATERAL (
          SELECT work_id FROM memo
          WHERE tenant_id = n.tenant_id AND memo_key = n.memo_key LIMIT 1) m ON true
        CROSS JOIN LATERAL (
          SELECT * FROM attempt
          WHERE tenant_id = n.tenant_id AND work_id = coalesce(n.work_id, m.work_id) OFFSET 0) a
        JOIN worker k ON k.id = a.worker_id
        WHERE n.tenant_id = ? AND n.run_id = ? ORDER BY n.node, a.fence
        """,
        row ->
            attempts
                .computeIfAbsent(row.integer("node"), _ -> new ArrayList<>())
                .add(Timelines.attempt(row)),
        tenant,
        run);
    return attempts;
  }

  /// @param maker empty: it was uploaded, or no run that made it is left
  /// @param chain the maker's node, then what it needed, later ones first
  /// @param uses newest first
  public record Origin(Optional<Use> maker, List<Ancestor> chain, List<Use> uses) {}

  /// @param attempts those that computed what it has
  public record Ancestor(PlannedNode planned, NodeRunRow row, List<AttemptSpan> attempts) {}

  /// A run that has the artifact.
  ///
  /// @param node the node whose output it is; empty: it was given as an input of the graph
  /// @param name of that node or input
  public record Use(
      UUID run,
      String graph,
      Digest graphVersion,
      Instant submittedAt,
      Optional<Integer> node,
      String name,
      Optional<NodeState> state) {
    /// One that computed it before those that took it from the memo, then the oldest.
    private static final Comparator<Use> MAKER_FIRST =
        Comparator.<Use, Boolean>comparing(
                use -> !use.state().equals(Optional.of(NodeState.SUCCEEDED)))
            .thenComparing(Use::submittedAt)
            .thenComparing(Use::run);

    public boolean isOutput() {
      return node.isPresent();
    }

    private static Use read(Row row) throws SQLException {
      Optional<NodeState> state = row.optionalText("state").map(NodeState::read);
      return new Use(
          row.id("id"),
          row.text("graph"),
          row.digest("graph_version"),
          row.time("submitted_at"),
          state.isPresent() ? Optional.of(row.integer("node")) : Optional.empty(),
          row.text("name"),
          state);
    }
  }
}
