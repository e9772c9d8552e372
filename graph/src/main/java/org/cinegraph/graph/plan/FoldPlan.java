package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the nodes that come first of what they are in: one for each line of a folded list, so that
/// a page of lines is read without the rest.
public final class FoldPlan {
  private final Set<String> known = new HashSet<>();

  private FoldPlan() {}

  /// @param first id of the first node that is asked about
  /// @return for each node from there on, how many levels are around the outermost thing that it
  ///   comes first of; empty: of nothing
  public static List<Optional<Integer>> leads(Plan plan, int first) {
    FoldPlan fold = new FoldPlan();
    List<Optional<Integer>> leads = new ArrayList<>();
    for (PlannedNode node : plan.nodes()) {
      Optional<Integer> level = fold.level(node);
      if (node.id() >= first) {
        leads.add(level);
      }
    }
    return leads;
  }

  /// A loop whose items nobody knows yet is there by its fan-out.
  private Optional<Integer> level(PlannedNode node) {
    NodePath path = new NodePath(node.name());
    if (path.isInternal() && node.kind() != NodeKind.FAN_OUT) {
      return Optional.empty();
    }
    List<String> folds = path.folds();
    int level = 0;
    while (level < folds.size() && known.contains(folds.get(level))) {
      level++;
    }
    known.addAll(folds.subList(level, folds.size()));
    return level < folds.size() ? Optional.of(level) : Optional.empty();
  }
}
