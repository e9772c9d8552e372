package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.ProducerEnd;
import org.cinegraph.graph.plan.SettleNode;

/// What the ends of nodes mean for those that wait for them, within one transaction: consumers that
/// the database holds back wait for one less; those that cannot go on are left out or skipped;
/// those that nobody computes are settled as soon as the last node before them has ended.
final class FreeConsumers {
  private final Sql sql;
  private final Plans plans;
  private final AdvanceRuns advance;

  /// Nodes whose end this transaction knows, whether it was written already or not.
  private final Map<NodeKey, ProducerEnds.Ended> known = new LinkedHashMap<>();

  /// Nodes whose end stands in line to be written.
  private final Set<NodeKey> decided = new LinkedHashSet<>();

  /// Nodes whose consumers were told before their end was written.
  private final Set<NodeKey> told = new LinkedHashSet<>();

  /// How many nodes that each consumer waits for have ended.
  private final SortedMap<NodeKey, Integer> ended =
      new TreeMap<>(
          Comparator.comparing(NodeKey::tenant)
              .thenComparing(NodeKey::run)
              .thenComparingInt(NodeKey::node));

  FreeConsumers(Sql sql, Plans plans, AdvanceRuns advance) {
    this.sql = sql;
    this.plans = plans;
    this.advance = advance;
  }

  private record NodeKey(UUID tenant, UUID run, int node) {
    RunId runId() {
      return new RunId(tenant, run);
    }
  }

  /// A node's end was written.
  void follow(EndedNode node) throws SQLException {
    NodeKey key = new NodeKey(node.tenant(), node.run(), node.node());
    if (node.state() != NodeState.STOPPED && told.add(key)) {
      ProducerEnds.Ended end = ProducerEnds.of(node);
      known.put(key, end);
      tell(key, end.end(), node.reopened(), _ -> true);
    }
  }

  /// New consumers of a node that ended before they were there.
  void catchUp(RunId run, int producer, ProducerEnds.Ended end, IntPredicate isNew)
      throws SQLException {
    NodeKey key = new NodeKey(run.tenant(), run.run(), producer);
    known.put(key, end);
    tell(key, end.end(), false, isNew);
  }

  /// Nodes of a new plan that nobody computes and that wait for nothing that is open.
  void settle(RunId run, List<PlannedNode> nodes) throws SQLException {
    for (PlannedNode node : nodes) {
      settle(new NodeKey(run.tenant(), run.run(), node.id()), node);
    }
  }

  private void tell(NodeKey producer, ProducerEnd end, boolean reopened, IntPredicate isMeant)
      throws SQLException {
    Plan plan = plans.now(sql, producer.tenant(), producer.run());
    PlannedNode from = plan.nodes().get(producer.node());
    for (int successor : from.successors()) {
      PlannedNode consumer = plan.nodes().get(successor);
      NodeKey key = new NodeKey(producer.tenant(), producer.run(), successor);
      if (decided.contains(key) || !isMeant.test(successor)) {
        continue;
      }
      switch (end) {
        case ProducerEnd.LeftOut _ when !consumer.toleratesLeftOut() ->
            decide(key, NodeEnd.leftOut(key.tenant(), key.run(), key.node()));
        case ProducerEnd.Failed(String reason) when !consumer.toleratesFailure() ->
            decide(
                key,
                NodeEnd.skipped(
                    key.tenant(),
                    key.run(),
                    key.node(),
                    Failure.user(NodeEnds.INPUT_FAILED, reason)));
        case ProducerEnd.Made _, ProducerEnd.LeftOut _, ProducerEnd.Failed _ -> {
          if (reopened || consumer.isHeldBackBy(from)) {
            ended.merge(key, 1, Integer::sum);
          }
        }
      }
    }
  }

  private void decide(NodeKey key, NodeEnd end) {
    decided.add(key);
    advance.end(end);
  }

  /// Whoever waits for nothing any more goes on.
  void free() throws SQLException {
    settleInMemory();
    // What goes on reads what was made before it: that has to be written first.
    if (ended.isEmpty() || advance.endsSomething()) {
      return;
    }
    List<NodeKey> keys = List.copyOf(ended.keySet());
    List<Integer> counts = List.copyOf(ended.values());
    ended.clear();
    for (Freed freed : count(keys, counts)) {
      PlannedNode node = planned(freed.key());
      if (node.kind().isImmediate()) {
        settle(freed.key(), node);
      } else if (freed.blocked()) {
        advance.attach(freed.key().tenant(), freed.key().run(), node.id());
      }
    }
  }

  /// Chains of nodes that nobody computes: where this transaction ended all that one waits for, no
  /// other can end it.
  private void settleInMemory() throws SQLException {
    Deque<NodeKey> open = new ArrayDeque<>(ended.keySet());
    while (!open.isEmpty()) {
      NodeKey key = open.remove();
      PlannedNode node = planned(key);
      boolean isSure =
          node.kind().isImmediate()
              && !decided.contains(key)
              && node.predecessors().stream()
                  .allMatch(from -> known.containsKey(beside(key, from)));
      if (isSure) {
        ended.remove(key);
        settle(key, node);
        node.successors().stream()
            .map(next -> beside(key, next))
            .filter(ended::containsKey)
            .forEach(open::add);
      }
    }
  }

  private void settle(NodeKey key, PlannedNode node) throws SQLException {
    Map<Integer, ProducerEnd> ends = new TreeMap<>();
    boolean equivalent = false;
    List<Integer> missing = new ArrayList<>();
    for (int producer : node.predecessors()) {
      ProducerEnds.Ended end = known.get(beside(key, producer));
      if (end == null) {
        missing.add(producer);
      } else {
        ends.put(producer, end.end());
        equivalent |= end.equivalent();
      }
    }
    for (var found : ProducerEnds.read(sql, key.runId(), missing).entrySet()) {
      ends.put(found.getKey(), found.getValue().end());
      equivalent |= found.getValue().equivalent();
    }
    NodeEnd end = NodeEnds.of(key.runId(), node, new SettleNode(node, ends).settle(), equivalent);
    decide(key, end);
    ProducerEnds.Ended settled = ProducerEnds.of(node.name(), end);
    known.put(key, settled);
    told.add(key);
    tell(key, settled.end(), false, _ -> true);
  }

  private PlannedNode planned(NodeKey key) throws SQLException {
    return plans.of(sql, key.tenant(), key.run()).nodes().get(key.node());
  }

  private static NodeKey beside(NodeKey key, int node) {
    return new NodeKey(key.tenant(), key.run(), node);
  }

  private record Freed(NodeKey key, boolean blocked) {}

  private List<Freed> count(List<NodeKey> keys, List<Integer> counts) throws SQLException {
    return sql
        .rows(
            """
            WITH q AS (
              SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::integer[])
                AS q (tenant_id, run_id, node, ended)
            ), locked AS (
              SELECT n.tenant_id, n.run_id, n.node, q.ended FROM node_run n JOIN q
                ON n.tenant_id = q.tenant_id AND n.run_id = q.run_id AND n.node = q.node
              WHERE n.open_inputs > 0 AND n.state IN ('planned', 'blocked')
              ORDER BY n.tenant_id, n.run_id, n.node FOR UPDATE OF n
            )
            UPDATE node_run n SET open_inputs = greatest(n.open_inputs - l.ended, 0) FROM locked l
            WHERE n.tenant_id = l.tenant_id AND n.run_id = l.run_id AND n.node = l.node
            RETURNING n.tenant_id, n.run_id, n.node, n.open_inputs = 0 AS freed,
              n.state = 'blocked' AS blocked
            """,
            row ->
                row.flag("freed")
                    ? Optional.of(
                        new Freed(
                            new NodeKey(row.id("tenant_id"), row.id("run_id"), row.integer("node")),
                            row.flag("blocked")))
                    : Optional.<Freed>empty(),
            keys.stream().map(NodeKey::tenant).toList(),
            keys.stream().map(NodeKey::run).toList(),
            keys.stream().map(NodeKey::node).toList(),
            counts)
        .stream()
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing((Freed freed) -> freed.key().run())
                .thenComparingInt(freed -> freed.key().node()))
        .toList();
  }
}
