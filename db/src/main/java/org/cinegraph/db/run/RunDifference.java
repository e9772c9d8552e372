package org.cinegraph.db.run;

import java.util.List;
import org.cinegraph.graph.plan.KeyDifference;

/// Where two runs differ.
///
/// @param nodes in the order of the later run's plan, then those that only the earlier one has
/// @param nodesLeftOut how many more there are
/// @param same how many nodes have the same memo key in both
public record RunDifference(List<OfNode> nodes, int nodesLeftOut, int same) {
  public RunDifference {
    nodes = List.copyOf(nodes);
  }

  /// A node that is not the same in both.
  ///
  /// @param onlyIn absent where both have it
  /// @param ingredients what of its memo key differs, but for what comes from `behind`; none while
  ///   an input is missing in one of them
  /// @param behind nodes that differ themselves and that it takes something from
  public record OfNode(
      String name,
      String type,
      Presence onlyIn,
      List<KeyDifference> ingredients,
      List<String> behind) {
    public OfNode {
      ingredients = List.copyOf(ingredients);
      behind = List.copyOf(behind);
    }
  }

  /// Which of the runs has a node.
  public enum Presence {
    BOTH,
    BEFORE,
    NOW
  }
}
