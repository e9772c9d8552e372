package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.run.FoldedNodes;
import org.cinegraph.db.run.FoldedNodes.Line;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Timelines;
import org.cinegraph.db.run.Timelines.Timeline;
import org.cinegraph.proto.v1.ListNodesRequest;
import org.cinegraph.proto.v1.ListNodesResponse;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeRun;

/// The nodes of a run, folded and by pages.
final class NodeCalls {
  private final RunCalls runs;
  private final FoldedNodes folded;
  private final Timelines timelines;
  private final WireGroups groups;

  NodeCalls(RunCalls runs, FoldedNodes folded, Timelines timelines, WireGroups groups) {
    this.runs = runs;
    this.folded = folded;
    this.timelines = timelines;
    this.groups = groups;
  }

  ListNodesResponse list(UUID tenant, ListNodesRequest request) {
    RunRow run = runs.find(tenant, request.getRunId());
    int size = Pages.size(request.getPageSize());
    int after = after(request.getPageToken());
    List<Line> page =
        request.getAll()
            ? folded.nodes(
                tenant, run.id(), request.getParent(), request.getInternal(), after, size)
            : folded.lines(tenant, run.id(), request.getParent(), after, size);
    if (page.isEmpty() && after < 0 && !request.getParent().isEmpty()) {
      requireGroup(tenant, run, request.getParent());
    }
    ListNodesResponse.Builder response = ListNodesResponse.newBuilder();
    lines(run, page).forEach(response::addLines);
    if (page.size() == size) {
      response.setNextPageToken(String.valueOf(page.getLast().at()));
    }
    if (after < 0) {
      response.setCounts(WireGroups.counts(folded.counts(tenant, run.id())));
    }
    return response.build();
  }

  private List<NodeLine> lines(RunRow run, List<Line> page) {
    List<NodeRunRow> nodes = page.stream().flatMap(line -> line.node().stream()).toList();
    Timeline timeline =
        timelines.of(run.tenant(), run.id(), nodes.stream().map(NodeRunRow::node).toList());
    List<NodeLine> lines = new ArrayList<>();
    for (Line line : page) {
      NodeLine.Builder told = NodeLine.newBuilder();
      line.group().ifPresent(group -> told.setGroup(groups.of(run, group)));
      line.node().ifPresent(row -> told.setNode(node(run, row, timeline)));
      lines.add(told.build());
    }
    return lines;
  }

  private NodeRun node(RunRow run, NodeRunRow row, Timeline timeline) {
    NodeRun.Builder node = groups.node(run, row).toBuilder();
    Optional.ofNullable(timeline.nodes().get(row.name()))
        .ifPresent(times -> node.setPhases(WireTimes.phases(times, timeline.now())));
    return node.build();
  }

  private void requireGroup(UUID tenant, RunRow run, String parent) {
    List<Line> found = folded.nodes(tenant, run.id(), parent, true, -1, 1);
    if (found.isEmpty()) {
      throw RefusedCall.notFound(
          "node-unknown", "Run %s has nothing of the name %s".formatted(run.id(), parent));
    }
  }

  private static int after(String token) {
    long number = Pages.number(token).orElse(-1);
    if (number > Integer.MAX_VALUE) {
      throw Pages.badToken(token);
    }
    return (int) number;
  }
}
