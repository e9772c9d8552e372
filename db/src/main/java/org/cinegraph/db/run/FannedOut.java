package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.ProducerEnd;
import org.cinegraph.graph.plan.ResolveBinding;
import org.cinegraph.graph.plan.SettleNode;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.value.PortValue;

/// The lists that the fan-outs of a run have waited for.
final class FannedOut {
  private FannedOut() {}

  /// Those that the plan has used.
  static RunLists lists(Sql sql, RunId id, Plan plan) throws SQLException {
    return lists(sql, id, plan, List.of());
  }

  /// @param ready fan-outs that the plan has not used, and whose list is there now
  static RunLists lists(Sql sql, RunId id, Plan plan, List<Integer> ready) throws SQLException {
    List<PlannedNode> fanOuts =
        plan.nodes().stream()
            .filter(node -> node.kind() == NodeKind.FAN_OUT)
            .filter(node -> ready.contains(node.id()) || !plan.openFanOuts().contains(node.id()))
            .toList();
    SequencedMap<String, PortValue> known = new LinkedHashMap<>();
    SortedSet<String> leftOut = new TreeSet<>();
    for (PlannedNode fanOut : fanOuts) {
      list(fanOut, ProducerEnds.of(sql, id, fanOut.predecessors()))
          .ifPresentOrElse(
              list -> known.put(fanOut.name(), list), () -> leftOut.add(fanOut.name()));
    }
    return new RunLists(known, leftOut);
  }

  private static Optional<PortValue> list(PlannedNode fanOut, Map<Integer, ProducerEnd> ends) {
    SettleNode settle = new SettleNode(fanOut, ends);
    return settle.byCondition().isPresent()
        ? Optional.empty()
        : fanOut.inputs().values().stream()
            .flatMap(list -> ResolveBinding.resolve(list, settle::made).stream())
            .findFirst();
  }
}
