package org.cinegraph.graph.plan;

import java.util.BitSet;

/// The nodes of a plan that a branch of the run may leave out.
public final class Undecided {
  private final BitSet nodes = new BitSet();

  private Undecided() {}

  public static Undecided of(Plan plan) {
    Undecided undecided = new Undecided();
    for (PlannedNode node : plan.nodes()) {
      undecided.nodes.set(
          node.id(),
          !node.conditions().isEmpty()
              || node.predecessors().stream().anyMatch(undecided.nodes::get));
    }
    return undecided;
  }

  public boolean has(PlannedNode node) {
    return nodes.get(node.id());
  }
}
