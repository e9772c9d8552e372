package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.FoldPlan;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.Undecided;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Gives a run the nodes of its plan, or those that the plan has grown by, with every memo hit at
/// once.
final class InsertNodes {
  private static final int NAMES_PER_EVENT = 500;

  private final Sql sql;
  private final RunId id;
  private final Plan plan;
  private final int first;
  private final List<PlannedNode> nodes;
  private final Undecided undecided;
  private final SequencedMap<Digest, Memo.Remembered> hits;

  private InsertNodes(
      Sql sql,
      RunId id,
      Plan plan,
      int first,
      Undecided undecided,
      SequencedMap<Digest, Memo.Remembered> hits) {
    this.sql = sql;
    this.id = id;
    this.plan = plan;
    this.first = first;
    this.nodes = plan.nodes().subList(first, plan.nodes().size());
    this.undecided = undecided;
    this.hits = hits;
  }

  /// @param first id of the first node that is new
  /// @param whole whether the store still has the bytes of an artifact and its parts
  static InsertNodes of(Sql sql, RunId id, Plan plan, int first, Predicate<ArtifactReference> whole)
      throws SQLException {
    // What the memo knows of a node that a branch may leave out is taken when it has not.
    Undecided undecided = Undecided.of(plan);
    List<Digest> keys =
        plan.nodes().stream()
            .skip(first)
            .filter(node -> !undecided.has(node))
            .flatMap(node -> node.memoKey().stream())
            .distinct()
            .toList();
    return new InsertNodes(sql, id, plan, first, undecided, hits(sql, id.tenant(), keys, whole));
  }

  private static SequencedMap<Digest, Memo.Remembered> hits(
      Sql sql, UUID tenant, List<Digest> keys, Predicate<ArtifactReference> whole)
      throws SQLException {
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

  int memoHits() {
    return (int) nodes.stream().filter(node -> hit(node).isPresent()).count();
  }

  /// Writes the nodes.
  ///
  /// @return the nodes that nobody computes and that wait for nothing
  List<PlannedNode> insert() throws SQLException {
    List<Optional<String>> outputs = new ArrayList<>();
    List<Boolean> equivalent = new ArrayList<>();
    List<Integer> openInputs = new ArrayList<>();
    List<Digest> held = new ArrayList<>();
    List<PlannedNode> ready = new ArrayList<>();
    for (PlannedNode node : nodes) {
      Optional<Memo.Remembered> hit = hit(node);
      outputs.add(hit.map(found -> OutputsJson.write(found.outputs())));
      equivalent.add(hit.map(Memo.Remembered::equivalent).orElse(false));
      hit.ifPresent(found ->
          OutputsJson.artifacts(found.outputs()).forEach(artifact -> held.add(artifact.digest())));
      openInputs.add(openInputs(node));
      if (node.kind().isImmediate() && openInputs.getLast() == 0) {
        ready.add(node);
      }
    }
    write(outputs, equivalent, openInputs);
    Artifacts.refer(
        sql, id.tenant(), held.stream().distinct().toList(), "run", id.run().toString());
    return ready;
  }

  private void write(
      List<Optional<String>> outputs, List<Boolean> equivalent, List<Integer> openInputs)
      throws SQLException {
    sql.update(
        """
        INSERT INTO node_run (tenant_id, run_id, node, name, kind, type, version, segment,
          open_inputs, memo_key, outputs, equivalent, leads, state, ended_at)
        SELECT ?, ?, n.node, n.name, n.kind, n.type, n.version, n.segment, n.open_inputs, n.memo_key,
          n.outputs, n.equivalent, n.leads, CASE WHEN n.outputs IS NOT NULL THEN 'hit'
            WHEN n.kind IN ('compute', 'approval', 'fan-out') THEN 'planned' ELSE 'blocked' END,
          CASE WHEN n.outputs IS NULL THEN NULL ELSE now() END
        FROM unnest(?::integer[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::integer[],
          ?::integer[], ?::bytea[], ?::text[], ?::boolean[], ?::integer[])
          AS n (node, name, kind, type, version, segment, open_inputs, memo_key, outputs, equivalent,
            leads)
        """,
        id.tenant(),
        id.run(),
        nodes.stream().map(PlannedNode::id).toList(),
        nodes.stream().map(PlannedNode::name).toList(),
        nodes.stream().map(node -> node.kind().written()).toList(),
        nodes.stream().map(PlannedNode::type).toList(),
        nodes.stream().map(PlannedNode::version).toList(),
        nodes.stream().map(PlannedNode::segment).toList(),
        openInputs,
        nodes.stream().map(PlannedNode::memoKey).toList(),
        outputs,
        equivalent,
        FoldPlan.leads(plan, first));
  }

  private int openInputs(PlannedNode node) {
    return (int)
        node.predecessors().stream()
            .map(producer -> plan.nodes().get(producer))
            .filter(node::isHeldBackBy)
            .filter(producer -> hit(producer).isEmpty())
            .count();
  }

  private Optional<Memo.Remembered> hit(PlannedNode node) {
    return undecided.has(node) || node.id() < first
        ? Optional.empty()
        : node.memoKey().map(hits::get);
  }

  /// Counts the hits and names them in events.
  void tellHits(RunTally tally) {
    List<Value> names = new ArrayList<>();
    for (PlannedNode node : nodes) {
      if (hit(node).isPresent()) {
        names.add(new Value.Text(node.name()));
        tally.nodeEnded(id.tenant(), id.run(), true);
      }
    }
    for (int from = 0; from < names.size(); from += NAMES_PER_EVENT) {
      List<Value> some = names.subList(from, Math.min(names.size(), from + NAMES_PER_EVENT));
      tally.event(
          id.tenant(),
          id.run(),
          "nodes-hit",
          new FieldWriter().put("nodes", new Value.Items(some)).fields());
    }
  }
}
