package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;

/// Why a run fails: something that it was to deliver, or a node that nothing comes behind, has
/// failed or was skipped. The reason is that of the first node that failed before it.
final class FailureOfRun {
  private FailureOfRun() {}

  static Optional<Failure> find(Sql sql, Plans plans, RunId id) throws SQLException {
    List<Failed> failed = failed(sql, id);
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    Plan plan = plans.of(sql, id.tenant(), id.run());
    BitSet skipped = new BitSet();
    skipped(sql, id).forEach(skipped::set);
    BitSet missing = (BitSet) skipped.clone();
    failed.forEach(node -> missing.set(node.id()));
    BitSet needed = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    decisive(plan).stream().filter(missing::get).forEach(open::add);
    while (!open.isEmpty()) {
      int node = open.remove();
      needed.set(node);
      // What comes before a node that failed itself is not the reason.
      if (skipped.get(node)) {
        skipped.clear(node);
        plan.nodes().get(node).predecessors().stream().filter(missing::get).forEach(open::add);
      }
    }
    return failed.stream().filter(node -> needed.get(node.id())).findFirst().map(Failed::failure);
  }

  /// The nodes that the run is about.
  private static TreeSet<Integer> decisive(Plan plan) {
    TreeSet<Integer> decisive = new TreeSet<>();
    plan.outputs().values().stream()
        .flatMap(Binding::fromNodes)
        .forEach(from -> decisive.add(from.node()));
    for (PlannedNode node : plan.nodes()) {
      boolean isLast =
          node.successors().stream()
              .allMatch(next -> plan.nodes().get(next).kind() == NodeKind.LANE);
      if (isLast) {
        decisive.add(node.id());
      }
    }
    return decisive;
  }

  private static List<Integer> skipped(Sql sql, RunId id) throws SQLException {
    return sql.rows(
        """
        SELECT node FROM node_run
        WHERE tenant_id = ? AND run_id = ? AND state = 'skipped'
        """,
        row -> row.integer("node"),
        id.tenant(),
        id.run());
  }

  private record Failed(int id, Failure failure) {}

  private static List<Failed> failed(Sql sql, RunId id) throws SQLException {
    return sql.rows(
        """
        SELECT node, name, failure FROM node_run
        WHERE tenant_id = ? AND run_id = ? AND state = 'failed' ORDER BY ended_at, node
        """,
        row -> {
          Failure found = FailureJson.read(CanonicalJson.parse(row.text("failure")));
          return new Failed(
              row.integer("node"),
              new Failure(
                  found.code(),
                  found.category(),
                  "Node " + row.text("name") + ": " + found.message()));
        },
        id.tenant(),
        id.run());
  }
}
