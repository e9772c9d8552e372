package org.cinegraph.server.api;

import static java.util.stream.Collectors.joining;

import java.util.Optional;
import java.util.function.Supplier;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.graph.plan.NodePath;
import org.cinegraph.graph.plan.Plan;

/// Why a node waits that no worker computes, as it goes on after its name.
final class LanguageWait {
  private LanguageWait() {}

  /// @param plan of its run, asked for where it is needed
  /// @return empty: nothing more is to be said than that it waits
  static Optional<String> words(NodeRunRow row, Supplier<Plan> plan) {
    if (row.asksSomebody()) {
      return Optional.of(AskingWords.of(plan.get().nodes().get(row.node())));
    }
    return switch (row.kind()) {
      case FAN_OUT -> Optional.of(fanOut(row, plan.get()));
      case LANE, COLLECT, MERGE, VALUE, COMPUTE, APPROVAL -> Optional.empty();
    };
  }

  private static String fanOut(NodeRunRow row, Plan plan) {
    if (row.state() == NodeState.WAITING) {
      return "has its list; its items are about to be put into the plan";
    }
    return plan.nodes().get(row.node()).predecessors().stream()
        .map(producer -> new NodePath(plan.nodes().get(producer).name()).folds().getLast())
        .distinct()
        .collect(joining(", ", "waits for the list that it goes over, from ", ""));
  }
}
