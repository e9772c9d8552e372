package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.value.PortValue;

/// Looks at the nodes of runs.
public final class NodeRuns {
  /// `LIMIT 1` has each work looked up by its key: of a tenant that was new when this was planned,
  /// every work would be read for every node.
  private static final String LOOK =
      """
      SELECT n.*, w.state AS work_state, w.attempts, w.worker,
        coalesce(w.state = 'queued' AND w.not_before > now(), false) AS backs_off,
        coalesce(w.state = 'queued' AND w.paused, false) AS held,
        coalesce((SELECT sum(u.seconds) FROM usage u
          WHERE u.tenant_id = n.tenant_id AND u.work_id = n.work_id), 0) AS seconds
      FROM node_run n
      LEFT JOIN LATERAL (
        SELECT w.state, w.attempts, w.not_before, w.paused, (
          SELECT k.name FROM attempt a JOIN worker k ON k.id = a.worker_id
          WHERE a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.fence = w.fence) AS worker
        FROM work w WHERE w.tenant_id = n.tenant_id AND w.id = n.work_id LIMIT 1) w ON true
      WHERE %s ORDER BY n.node
      """;

  private static final String OF_RUN = "n.tenant_id = ? AND n.run_id = ?";

  private final Database database;
  private final Plans plans;

  public NodeRuns(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  public Plan plan(UUID tenant, UUID run) {
    return database.transaction(sql -> plans.of(sql, tenant, run));
  }

  /// The nodes whose outputs are there.
  public BitSet withOutputs(UUID tenant, UUID run) {
    return database.transaction(sql -> withOutputs(sql, tenant, run));
  }

  static BitSet withOutputs(Sql sql, UUID tenant, UUID run) throws SQLException {
    return nodes(
        sql.rows(
            """
            SELECT node FROM node_run
            WHERE tenant_id = ? AND run_id = ? AND state IN ('succeeded', 'hit')
            """,
            row -> row.integer("node"),
            tenant,
            run));
  }

  static BitSet failed(Sql sql, UUID tenant, UUID run) throws SQLException {
    return in(sql, tenant, run, NodeState.FAILED);
  }

  static BitSet leftOut(Sql sql, UUID tenant, UUID run) throws SQLException {
    return in(sql, tenant, run, NodeState.LEFT_OUT);
  }

  private static BitSet in(Sql sql, UUID tenant, UUID run, NodeState state) throws SQLException {
    return nodes(
        sql.rows(
            "SELECT node FROM node_run WHERE tenant_id = ? AND run_id = ? AND state = ?",
            row -> row.integer("node"),
            tenant,
            run,
            state.written()));
  }

  private static BitSet nodes(List<Integer> numbers) {
    BitSet nodes = new BitSet();
    numbers.forEach(nodes::set);
    return nodes;
  }

  /// Segments with a node that has not ended and that a workflow drives, rising.
  public List<Integer> openSegments(UUID tenant, UUID run) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT DISTINCT segment FROM node_run
            WHERE tenant_id = ? AND run_id = ? AND state IN ('planned', 'blocked', 'waiting')
              AND kind IN ('compute', 'approval', 'fan-out')
            ORDER BY segment
            """,
            row -> row.integer("segment"),
            tenant,
            run));
  }

  /// The activities that nodes of the run wait in, by activity id.
  public List<Address> addresses(UUID tenant, UUID run) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT address_workflow, address_workflow_run, address_activity FROM node_run
            WHERE tenant_id = ? AND run_id = ? AND address_workflow IS NOT NULL
              AND state IN ('blocked', 'waiting')
            UNION ALL
            SELECT address_workflow, address_workflow_run, address_activity FROM outbox
            WHERE tenant_id = ? AND run_id = ?
            """,
            row ->
                new Address(
                    row.text("address_workflow"),
                    row.text("address_workflow_run"),
                    row.text("address_activity")),
            tenant,
            run,
            tenant,
            run));
  }

  /// Every node, in the order of the plan, as it stands.
  public List<NodeRunRow> list(UUID tenant, UUID run) {
    return database.transaction(sql -> list(sql, tenant, run));
  }

  /// As [#list], within a transaction.
  public static List<NodeRunRow> list(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql.rows(LOOK.formatted(OF_RUN), NodeRuns::node, tenant, run);
  }

  /// One node.
  public static Optional<NodeRunRow> find(Sql sql, UUID tenant, UUID run, String name)
      throws SQLException {
    // Leaves Postgres no other index than that over names.
    return sql.row(
        LOOK.formatted("(n.tenant_id = ?) IS TRUE AND n.run_id = ? AND n.name = ?"),
        NodeRuns::node,
        tenant,
        run,
        name);
  }

  /// One node.
  public Optional<NodeRunRow> find(UUID tenant, UUID run, String name) {
    return database.transaction(sql -> find(sql, tenant, run, name));
  }

  /// Those of these ids, in the order of the plan.
  public List<NodeRunRow> some(UUID tenant, UUID run, Collection<Integer> nodes) {
    return database.transaction(sql -> some(sql, tenant, run, nodes));
  }

  static List<NodeRunRow> some(Sql sql, UUID tenant, UUID run, Collection<Integer> nodes)
      throws SQLException {
    return sql.rows(
        LOOK.formatted(OF_RUN + " AND n.node = ANY(?::integer[])"),
        NodeRuns::node,
        tenant,
        run,
        List.copyOf(nodes));
  }

  /// Those that wait for a worker, a person or a list, or that a worker computes.
  public List<NodeRunRow> waiting(UUID tenant, UUID run) {
    return database.transaction(sql ->
        sql.rows(LOOK.formatted(OF_RUN + " AND n.state = 'waiting'"), NodeRuns::node, tenant, run));
  }

  private static NodeRunRow node(Row row) throws SQLException {
    return new NodeRunRow(
        row.integer("node"),
        row.text("name"),
        NodeKind.read(row.text("kind")),
        row.text("type"),
        row.integer("version"),
        row.integer("segment"),
        NodeState.read(row.text("state")),
        row.optionalText("work_state").filter(state -> state.equals("leased")).isPresent(),
        row.flag("backs_off"),
        row.flag("held"),
        row.optionalId("work_id"),
        row.optionalDigest("memo_key"),
        row.integer("attempts"),
        row.optionalText("worker"),
        row.optionalText("outputs").map(OutputsJson::read),
        row.optionalText("failure").map(CanonicalJson::parse).map(FailureJson::read),
        row.real("seconds"),
        row.flag("equivalent"));
  }

  /// @param leased whether its work computes now
  /// @param backsOff whether its work waits after a failed attempt
  /// @param held whether its work waits because every run that waits for it is paused
  /// @param worker who has or had the newest lease
  /// @param seconds of all attempts of its work
  /// @param equivalent whether its outputs are equal numerically only to those of an uninterrupted
  ///   run
  public record NodeRunRow(
      int node,
      String name,
      NodeKind kind,
      String type,
      int version,
      int segment,
      NodeState state,
      boolean leased,
      boolean backsOff,
      boolean held,
      Optional<UUID> work,
      Optional<Digest> memoKey,
      int attempts,
      Optional<String> worker,
      Optional<SequencedMap<String, PortValue>> outputs,
      Optional<Failure> failure,
      double seconds,
      boolean equivalent) {

    /// Whether it waits for a person.
    public boolean asksSomebody() {
      return state == NodeState.WAITING && kind == NodeKind.APPROVAL;
    }
  }
}
