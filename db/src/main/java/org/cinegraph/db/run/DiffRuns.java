package org.cinegraph.db.run;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunDifference.OfNode;
import org.cinegraph.db.run.RunDifference.Presence;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.KeyDifference;
import org.cinegraph.graph.plan.MemoKey.Ingredient;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;

/// Compares two runs node by node, by name and memo key. What a difference began with is told from
/// what only follows from it.
public final class DiffRuns {
  /// More is a table that nobody reads; the sums are of all.
  private static final int MOST_NODES = 1_000;

  private final Database database;
  private final Plans plans;

  public DiffRuns(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// @param before and now: runs that have been planned
  public RunDifference diff(RunRow before, RunRow now) {
    return database.transaction(sql -> {
      Side old = Side.read(sql, plans, before);
      Side recent = Side.read(sql, plans, now);
      SequencedSet<String> differing = differing(old, recent);
      List<OfNode> nodes = new ArrayList<>();
      for (String name : differing) {
        if (nodes.size() < MOST_NODES) {
          nodes.add(node(sql, old, recent, name, differing));
        }
      }
      long same =
          recent.nodes().keySet().stream().filter(name -> !differing.contains(name)).count();
      return new RunDifference(nodes, differing.size() - nodes.size(), (int) same);
    });
  }

  /// One of the runs.
  ///
  /// @param keys by the numbers of nodes; missing where a node has none yet
  private record Side(
      RunId id,
      Plan plan,
      SequencedMap<String, PlannedNode> nodes,
      SequencedMap<Integer, Digest> keys) {
    static Side read(Sql sql, Plans plans, RunRow run) throws SQLException {
      RunId id = new RunId(run.tenant(), run.id());
      Plan plan = plans.of(sql, run.tenant(), run.id());
      SequencedMap<String, PlannedNode> nodes = new LinkedHashMap<>();
      plan.nodes().stream()
          .filter(node -> node.kind() == NodeKind.COMPUTE)
          .forEach(node -> nodes.put(node.name(), node));
      SequencedMap<Integer, Digest> keys = new LinkedHashMap<>();
      sql.rows(
              """
              SELECT node, memo_key FROM node_run
              WHERE tenant_id = ? AND run_id = ? AND memo_key IS NOT NULL ORDER BY node
              """,
              row -> new Key(row.integer("node"), row.digest("memo_key")),
              run.tenant(),
              run.id())
          .forEach(key -> keys.put(key.node(), key.key()));
      return new Side(id, plan, nodes, keys);
    }

    Optional<Digest> key(PlannedNode node) {
      return Optional.ofNullable(keys.get(node.id())).or(node::memoKey);
    }
  }

  private record Key(int node, Digest key) {}

  private static SequencedSet<String> differing(Side before, Side now) {
    SequencedSet<String> differing = new LinkedHashSet<>();
    now.nodes()
        .forEach((name, node) -> {
          PlannedNode old = before.nodes().get(name);
          if (old == null || !before.key(old).equals(now.key(node))) {
            differing.add(name);
          }
        });
    before.nodes().keySet().stream()
        .filter(name -> !now.nodes().containsKey(name))
        .forEach(differing::add);
    return differing;
  }

  private static OfNode node(
      Sql sql, Side before, Side now, String name, SequencedSet<String> differing)
      throws SQLException {
    PlannedNode old = before.nodes().get(name);
    PlannedNode node = now.nodes().get(name);
    if (old == null || node == null) {
      PlannedNode only = node == null ? requireNonNull(old) : node;
      Presence where = node == null ? Presence.BEFORE : Presence.NOW;
      return new OfNode(name, only.type(), where, List.of(), List.of());
    }
    SequencedSet<String> behind = new LinkedHashSet<>();
    List<KeyDifference> own = new ArrayList<>();
    Optional<List<Ingredient>> then = ExplainKey.ingredients(sql, before.id(), old);
    Optional<List<Ingredient>> here = ExplainKey.ingredients(sql, now.id(), node);
    if (then.isPresent() && here.isPresent()) {
      for (KeyDifference difference : KeyDifference.between(name, here.get(), then.get())) {
        List<String> producers =
            producers(now.plan(), node, difference).stream().filter(differing::contains).toList();
        behind.addAll(producers);
        if (producers.isEmpty()) {
          own.add(difference);
        }
      }
    }
    return new OfNode(name, node.type(), Presence.BOTH, own, List.copyOf(behind));
  }

  private static List<String> producers(Plan plan, PlannedNode node, KeyDifference difference) {
    return difference
        .port()
        .flatMap(port -> Optional.ofNullable(node.takes().get(port)))
        .map(binding ->
            binding
                .fromNodes()
                .map(Binding.FromNode::node)
                .map(id -> plan.nodes().get(id).name())
                .distinct()
                .toList())
        .orElse(List.of());
  }
}
