package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Gives a run its plan: its node runs, and every memo hit at once. A run that has a plan keeps it.
public final class StorePlan {
  private static final int NAMES_PER_EVENT = 500;

  private final Database database;
  private final Plans plans;
  private final Predicate<ArtifactReference> whole;

  /// @param whole whether the store still has the bytes of an artifact and its parts
  public StorePlan(Database database, Plans plans, Predicate<ArtifactReference> whole) {
    this.database = database;
    this.plans = plans;
    this.whole = whole;
  }

  /// @return the run as it stands then: it has ended if every node was a memo hit
  public RunRow store(UUID tenant, UUID run, Plan plan) {
    return database.transaction(sql -> {
      RunRow row = lock(sql, tenant, run);
      if (row.plan().isEmpty() && !row.state().ended()) {
        write(sql, new RunId(tenant, run), plan);
      }
      return Runs.find(sql, tenant, run).orElseThrow();
    });
  }

  /// Ends a run that cannot be planned.
  public void refuse(UUID tenant, UUID run, Failure failure) {
    database.run(sql -> {
      lock(sql, tenant, run);
      EndRun.write(
          sql, new RunId(tenant, run), RunState.FAILED, Optional.empty(), Optional.of(failure));
    });
  }

  private void write(Sql sql, RunId id, Plan plan) throws SQLException {
    Digest digest = Plans.store(sql, id.tenant(), plan);
    sql.update(
        """
        UPDATE run SET plan_digest = ?, nodes = ?, open_nodes = ?,
          state = CASE WHEN state = 'submitted' THEN 'running' ELSE state END
        WHERE tenant_id = ? AND id = ?
        """,
        digest,
        plan.nodes().size(),
        plan.nodes().size(),
        id.tenant(),
        id.run());
    SequencedMap<Digest, Memo.Remembered> hits = hits(sql, id.tenant(), plan);
    insertNodes(sql, id, plan, hits);
    tally(sql, id, plan, hits);
  }

  private SequencedMap<Digest, Memo.Remembered> hits(Sql sql, UUID tenant, Plan plan)
      throws SQLException {
    List<Digest> keys =
        plan.nodes().stream().flatMap(node -> node.memoKey().stream()).distinct().toList();
    var hits = Memo.find(sql, tenant, keys);
    List<Digest> lost =
        hits.values().stream()
            .flatMap(found -> OutputsJson.artifacts(found.outputs()).stream())
            .filter(reference -> !whole.test(reference))
            .map(ArtifactReference::digest)
            .distinct()
            .toList();
    if (lost.isEmpty()) {
      return hits;
    }
    Memo.forget(sql, tenant, lost);
    return Memo.find(sql, tenant, keys);
  }

  private static void insertNodes(
      Sql sql, RunId id, Plan plan, SequencedMap<Digest, Memo.Remembered> hits)
      throws SQLException {
    List<PlannedNode> nodes = plan.nodes();
    List<Optional<String>> outputs = new ArrayList<>();
    List<Boolean> equivalent = new ArrayList<>();
    List<Integer> openInputs = new ArrayList<>();
    List<Digest> held = new ArrayList<>();
    for (PlannedNode node : nodes) {
      Optional<Memo.Remembered> hit = hit(hits, node);
      outputs.add(hit.map(found -> OutputsJson.write(found.outputs())));
      equivalent.add(hit.map(Memo.Remembered::equivalent).orElse(false));
      hit.ifPresent(found ->
          OutputsJson.artifacts(found.outputs()).forEach(artifact -> held.add(artifact.digest())));
      openInputs.add(openInputs(plan, node, hits));
    }
    sql.update(
        """
        INSERT INTO node_run (tenant_id, run_id, node, name, type, version, segment, open_inputs,
          memo_key, outputs, equivalent, state, ended_at)
        SELECT ?, ?, n.node, n.name, n.type, n.version, n.segment, n.open_inputs, n.memo_key,
          n.outputs, n.equivalent, CASE WHEN n.outputs IS NULL THEN 'planned' ELSE 'hit' END,
          CASE WHEN n.outputs IS NULL THEN NULL ELSE now() END
        FROM unnest(?::integer[], ?::text[], ?::text[], ?::integer[], ?::integer[], ?::integer[],
          ?::bytea[], ?::text[], ?::boolean[])
          AS n (node, name, type, version, segment, open_inputs, memo_key, outputs, equivalent)
        """,
        id.tenant(),
        id.run(),
        nodes.stream().map(PlannedNode::id).toList(),
        nodes.stream().map(PlannedNode::name).toList(),
        nodes.stream().map(PlannedNode::type).toList(),
        nodes.stream().map(PlannedNode::version).toList(),
        nodes.stream().map(PlannedNode::segment).toList(),
        openInputs,
        nodes.stream().map(PlannedNode::memoKey).toList(),
        outputs,
        equivalent);
    hold(sql, id, held);
  }

  private static void hold(Sql sql, RunId id, List<Digest> artifacts) throws SQLException {
    Artifacts.refer(
        sql, id.tenant(), artifacts.stream().distinct().toList(), "run", id.run().toString());
  }

  /// Producers in other segments that have yet to end.
  private static int openInputs(
      Plan plan, PlannedNode node, SequencedMap<Digest, Memo.Remembered> hits) {
    return (int)
        node.predecessors().stream()
            .map(producer -> plan.nodes().get(producer))
            .filter(producer -> producer.segment() != node.segment())
            .filter(producer -> hit(hits, producer).isEmpty())
            .count();
  }

  private void tally(Sql sql, RunId id, Plan plan, SequencedMap<Digest, Memo.Remembered> hits)
      throws SQLException {
    List<Value> names = new ArrayList<>();
    RunTally tally = new RunTally();
    for (PlannedNode node : plan.nodes()) {
      if (hit(hits, node).isPresent()) {
        names.add(new Value.Text(node.name()));
        tally.nodeEnded(id.tenant(), id.run(), true);
      }
    }
    tally.event(
        id.tenant(),
        id.run(),
        "run-planned",
        new FieldWriter()
            .integer("nodes", plan.nodes().size())
            .integer("segments", plan.segments())
            .integer("memo_hits", names.size())
            .fields());
    for (int from = 0; from < names.size(); from += NAMES_PER_EVENT) {
      List<Value> some = names.subList(from, Math.min(names.size(), from + NAMES_PER_EVENT));
      tally.event(
          id.tenant(),
          id.run(),
          "nodes-hit",
          new FieldWriter().put("nodes", new Value.Items(some)).fields());
    }
    for (RunId complete : tally.write(sql)) {
      EndRun.end(sql, plans, complete);
    }
  }

  private static Optional<Memo.Remembered> hit(
      SequencedMap<Digest, Memo.Remembered> hits, PlannedNode node) {
    return node.memoKey().map(hits::get);
  }

  private static RunRow lock(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql.row(
            "SELECT * FROM run WHERE tenant_id = ? AND id = ? FOR UPDATE",
            RunRow::read,
            tenant,
            run)
        .orElseThrow(() -> new IllegalStateException("No run " + run));
  }
}
