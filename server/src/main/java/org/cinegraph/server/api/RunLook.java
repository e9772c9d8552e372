package org.cinegraph.server.api;

import java.util.List;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.FoldedNodes;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.proto.v1.NodeGroup;

/// What watchers look at.
record RunLook(Runs runs, Events events, NodeRuns nodes, FoldedNodes folded, WireGroups wire) {
  /// More lines make no screen.
  private static final int MOST_GROUPS = 200;

  /// The nodes that wait or are computed, as they stand.
  List<RunFeed.OpenNode> waiting(RunRow run) {
    return nodes.waiting(run.tenant(), run.id()).stream()
        .map(row -> new RunFeed.OpenNode(row.name(), row.work(), wire.node(run, row).getWaitsFor()))
        .toList();
  }

  /// The loops, blocks and sub-graphs of the document, as they stand.
  List<NodeGroup> groups(RunRow run) {
    return folded.groups(run.tenant(), run.id(), MOST_GROUPS).stream()
        .map(group -> wire.of(run, group))
        .toList();
  }
}
