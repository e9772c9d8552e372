package org.cinegraph.server.api;

import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodeRun;

/// Groups of nodes for the wire, with what is known in memory of the one that waits.
final class WireGroups {
  private final NodeRuns nodes;
  private final WireNodes wireNodes;

  WireGroups(NodeRuns nodes, WireNodes wireNodes) {
    this.nodes = nodes;
    this.wireNodes = wireNodes;
  }

  NodeGroup of(RunRow run, org.cinegraph.db.run.NodeGroup group) {
    NodeGroup.Builder told =
        NodeGroup.newBuilder()
            .setPath(group.path())
            .setForEach(group.isLoop())
            .setLines(counts(group.lines()))
            .setNodes(group.nodes())
            .setFailures(group.failures())
            .setAsking(group.asking())
            .setNumericallyEquivalent(group.equivalent());
    group.first().forEach(row -> told.addFailed(node(run, row)));
    group
        .waiting()
        .ifPresent(
            row -> told.setWaitingNode(row.name()).setWaitsFor(node(run, row).getWaitsFor()));
    group.asks().ifPresent(row -> told.setAskingNode(row.name()));
    return told.build();
  }

  /// A node, with why it waits.
  NodeRun node(RunRow run, NodeRunRow row) {
    NodeRun node = wireNodes.of(row, run.state().ended());
    return row.state().ended() || !node.getWaitsFor().isEmpty()
        ? node
        : LanguageWait.words(row, () -> nodes.plan(run.tenant(), run.id()))
            .map(words -> node.toBuilder().setWaitsFor(words).build())
            .orElse(node);
  }

  static NodeCounts counts(org.cinegraph.db.run.NodeCounts counts) {
    return NodeCounts.newBuilder()
        .setAll(counts.all())
        .setWaiting(counts.waiting())
        .setRunning(counts.running())
        .setComputed(counts.computed())
        .setMemoHits(counts.hits())
        .setFailed(counts.failed())
        .setSkipped(counts.skipped())
        .setLeftOut(counts.leftOut())
        .setStopped(counts.stopped())
        .build();
  }
}
