package org.cinegraph.cli.history;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.NodePhases;
import org.cinegraph.proto.v1.NodeTimeline;

/// Times of a run for scripts.
public final class TimelineJson {
  private TimelineJson() {}

  public static Value.Fields of(GetTimelineResponse timeline) {
    return new FieldWriter()
        .text("submittedAt", time(timeline.getRun().getSubmittedAt()))
        .text("now", time(timeline.getNow()))
        .list("nodes", timeline.getNodesList(), TimelineJson::node)
        .fields();
  }

  public static Value phases(NodePhases phases) {
    return new FieldWriter()
        .put("wait", Seconds.of(phases.getWait()))
        .put("fetch", Seconds.of(phases.getFetch()))
        .put("load", Seconds.of(phases.getLoad()))
        .put("run", Seconds.of(phases.getRun()))
        .put("store", Seconds.of(phases.getStore()))
        .put("lost", Seconds.of(phases.getLost()))
        .fields();
  }

  /// An attempt at a node's work.
  public static Value attempt(AttemptSpan attempt) {
    return new FieldWriter()
        .integer("fence", attempt.getFence())
        .text("worker", attempt.getWorker())
        .text("outcome", attempt.getOutcome())
        .text("startedAt", time(attempt.getStartedAt()))
        .optional(
            "endedAt", present(attempt.hasEndedAt(), attempt.getEndedAt()), TimelineJson::timeText)
        .put("phases", phases(attempt.getPhases()))
        .optional(
            "failure",
            present(attempt.hasFailure(), attempt.getFailure()),
            failure -> new Value.Text(failure.getMessage()))
        .fields();
  }

  private static Value node(NodeTimeline node) {
    return new FieldWriter()
        .text("name", node.getName())
        .text("type", node.getType())
        .text("state", Wording.state(node.getState()))
        .optional("readyAt", present(node.hasReadyAt(), node.getReadyAt()), TimelineJson::timeText)
        .optional("endedAt", present(node.hasEndedAt(), node.getEndedAt()), TimelineJson::timeText)
        .put("phases", phases(node.getPhases()))
        .optional(
            "nodes",
            present(node.hasGroup(), node.getGroup()),
            nodes -> new Value.Int(nodes.getAll()))
        .list("attempts", node.getAttemptsList(), TimelineJson::attempt)
        .fields();
  }

  private static <T> Optional<T> present(boolean is, T value) {
    return is ? Optional.of(value) : Optional.empty();
  }

  private static Value timeText(Timestamp time) {
    return new Value.Text(time(time));
  }

  static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }
}
