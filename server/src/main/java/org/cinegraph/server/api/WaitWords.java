package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.WatchRunResponse;

/// Why the nodes of a run wait, told when it changes. Nothing is written when a node begins to
/// wait, so this looks at the nodes of the run, in the pauses between events.
final class WaitWords {
  private final WireNodes wireNodes;
  private final Map<String, String> told = new LinkedHashMap<>();

  WaitWords(WireNodes wireNodes) {
    this.wireNodes = wireNodes;
  }

  /// @param nodes as they stand
  /// @param news learns on the way which work computes which node
  List<WatchRunResponse> news(List<NodeRunRow> nodes, RunNews news) {
    List<WatchRunResponse> changed = new ArrayList<>();
    for (NodeRunRow row : nodes) {
      if (!row.state().ended()) {
        row.work().ifPresent(work -> news.learn(work, row.name()));
        NodeRun node = wireNodes.of(row, false);
        if (!node.getWaitsFor().equals(told.put(row.name(), node.getWaitsFor()))
            && !node.getWaitsFor().isEmpty()) {
          changed.add(message(node));
        }
      }
    }
    return changed;
  }

  private static WatchRunResponse message(NodeRun node) {
    return WatchRunResponse.newBuilder()
        .setProgress(
            NodeProgress.newBuilder().setNode(node.getName()).setWaitsFor(node.getWaitsFor()))
        .build();
  }
}
