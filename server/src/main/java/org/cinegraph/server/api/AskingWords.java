package org.cinegraph.server.api;

import org.cinegraph.graph.plan.ApprovalRequest;
import org.cinegraph.graph.plan.PlannedNode;

/// Why a node waits that waits for a person, as it goes on after the name of the node.
final class AskingWords {
  private AskingWords() {}

  static String of(PlannedNode node) {
    return "waits for a person to judge: " + ApprovalRequest.of(node).question();
  }
}
