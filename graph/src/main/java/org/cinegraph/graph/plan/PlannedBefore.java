package org.cinegraph.graph.plan;

import java.util.Optional;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.document.GraphNode;

/// What planning a run once more takes over from the plan that it has.
interface PlannedBefore {
  PlannedBefore NOTHING =
      new PlannedBefore() {
        @Override
        public Optional<PlannedNode> kept(GraphNode node) {
          return Optional.empty();
        }

        @Override
        public Optional<Catalog.Entry> entry(GraphNode node) {
          return Optional.empty();
        }
      };

  /// A node that stays as it was planned.
  Optional<PlannedNode> kept(GraphNode node);

  /// The version and program of a node that is planned anew.
  Optional<Catalog.Entry> entry(GraphNode node);
}
