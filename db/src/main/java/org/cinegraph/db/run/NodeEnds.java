package org.cinegraph.db.run;

import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.SettleNode.Settled;

/// The ends of nodes that nobody computes.
final class NodeEnds {
  /// Why a node is skipped.
  static final String INPUT_FAILED = "input-failed";

  private NodeEnds() {}

  /// @param equivalent whether something that it was made from is equal numerically only
  static NodeEnd of(RunId id, PlannedNode node, Settled settled, boolean equivalent) {
    return switch (settled) {
      case Settled.Made made ->
          NodeEnd.succeeded(id.tenant(), id.run(), node.id(), made.outputs(), equivalent);
      case Settled.LeftOut _ -> NodeEnd.leftOut(id.tenant(), id.run(), node.id());
      case Settled.Failed failed ->
          NodeEnd.failed(id.tenant(), id.run(), node.id(), failed.failure());
      case Settled.Skipped skipped ->
          NodeEnd.skipped(
              id.tenant(), id.run(), node.id(), Failure.user(INPUT_FAILED, skipped.reason()));
    };
  }
}
