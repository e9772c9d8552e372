package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.WatchRunResponse;

/// Why the nodes of a run wait, told to one watcher when it changes. Nothing is written when a node
/// begins to wait, so this looks at the nodes of the run, in the pauses between events.
final class WaitWords {
  private final Map<String, String> told = new LinkedHashMap<>();

  /// @param nodes those that have not ended, as they stand
  /// @param news learns on the way which work computes which node
  List<WatchRunResponse> news(List<RunFeed.OpenNode> nodes, RunNews news) {
    List<WatchRunResponse> changed = new ArrayList<>();
    for (RunFeed.OpenNode node : nodes) {
      node.work().ifPresent(work -> news.learn(work, node.name()));
      if (!node.waitsFor().equals(told.put(node.name(), node.waitsFor()))
          && !node.waitsFor().isEmpty()) {
        changed.add(message(node));
      }
    }
    return changed;
  }

  private static WatchRunResponse message(RunFeed.OpenNode node) {
    return WatchRunResponse.newBuilder()
        .setProgress(NodeProgress.newBuilder().setNode(node.name()).setWaitsFor(node.waitsFor()))
        .build();
  }
}
