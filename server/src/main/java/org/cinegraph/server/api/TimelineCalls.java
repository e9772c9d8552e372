package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeTimes;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Timelines;
import org.cinegraph.db.run.Timelines.Timeline;
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

  GetTimelineResponse get(UUID tenant, ByteString id) {
    RunRow run = runs.find(tenant, id);
    Timeline timeline = timelines.of(tenant, run.id());
    GetTimelineResponse.Builder response =
        GetTimelineResponse.newBuilder()
            .setRun(WireRun.summary(run))
            .setNow(WireTime.of(timeline.now()));
    for (NodeRunRow row : nodes.list(tenant, run.id())) {
      NodeTimes times = timeline.nodes().get(row.name());
      if (times != null) {
        response.addNodes(node(row, times, timeline));
      }
    }
    return response.build();
  }

  private static NodeTimeline node(NodeRunRow row, NodeTimes times, Timeline timeline) {
    NodeTimeline.Builder node =
        NodeTimeline.newBuilder()
            .setName(row.name())
            .setType(row.type())
            .setState(WireNodes.state(row))
            .setPhases(WireTimes.phases(times, timeline.now()));
    times.readyAt().ifPresent(at -> node.setReadyAt(WireTime.of(at)));
    times.endedAt().ifPresent(at -> node.setEndedAt(WireTime.of(at)));
    times.attempts().forEach(attempt -> node.addAttempts(WireTimes.attempt(attempt)));
    return node.build();
  }
}
