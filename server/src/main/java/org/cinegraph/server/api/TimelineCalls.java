package org.cinegraph.server.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeTimes;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Timelines;
import org.cinegraph.db.run.Timelines.Timeline;
import org.cinegraph.proto.v1.GetTimelineRequest;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.NodeTimeline;

/// Where the time of a run went.
final class TimelineCalls {
  private final RunCalls runs;
  private final NodeRuns nodes;
  private final Timelines timelines;

  TimelineCalls(RunCalls runs, NodeRuns nodes, Timelines timelines) {
    this.runs = runs;
    this.nodes = nodes;
    this.timelines = timelines;
  }

  GetTimelineResponse get(UUID tenant, GetTimelineRequest request) {
    RunRow run = runs.find(tenant, request.getRunId());
    Timeline timeline = timelines.of(tenant, run.id());
    GetTimelineResponse.Builder response =
        GetTimelineResponse.newBuilder()
            .setRun(WireRun.summary(run))
            .setNow(WireTime.of(timeline.now()));
    FoldTimeline fold = new FoldTimeline(request.getParent(), timeline.now());
    for (NodeRunRow row : nodes.list(tenant, run.id())) {
      NodeTimes times = timeline.nodes().get(row.name());
      if (times == null) {
        continue;
      }
      if (request.getFolded()) {
        fold.add(row, times);
      } else {
        response.addNodes(node(row, times, timeline.now()));
      }
    }
    List<NodeTimeline> lines = fold.lines();
    lines.stream().limit(Pages.LARGEST).forEach(response::addNodes);
    return response.setLeftOff(Math.max(0, lines.size() - Pages.LARGEST)).build();
  }

  static NodeTimeline node(NodeRunRow row, NodeTimes times, Instant now) {
    NodeTimeline.Builder node =
        NodeTimeline.newBuilder()
            .setName(row.name())
            .setType(row.type())
            .setState(WireNodes.state(row))
            .setPhases(WireTimes.phases(times, now));
    times.readyAt().ifPresent(at -> node.setReadyAt(WireTime.of(at)));
    times.endedAt().ifPresent(at -> node.setEndedAt(WireTime.of(at)));
    times.attempts().forEach(attempt -> node.addAttempts(WireTimes.attempt(attempt)));
    return node.build();
  }
}
