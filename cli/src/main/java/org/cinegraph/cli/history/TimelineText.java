package org.cinegraph.cli.history;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cinegraph.cli.history.TimelineBar.Span;
import org.cinegraph.cli.progress.ProgressLines;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodePhases;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.NodeTimeline;

/// A run as a chart of text: a bar for each node, from the run's submission to its end or to now.
public final class TimelineText {
  private static final int WIDEST_NAME = 20;
  private static final int NARROWEST_BAR = 20;
  private static final int WORDS = 26;
  private static final String LEGEND =
      ". wait   f fetch   l load   # compute   s store   x lost   m memo hit";

  private TimelineText() {}

  /// @param columns what a line may take
  public static List<String> lines(GetTimelineResponse timeline, int columns) {
    List<String> lines = new ArrayList<>();
    if (timeline.getNodesCount() == 0) {
      lines.add("The run is not planned yet: there is nothing to draw");
      return lines;
    }
    Instant start = instant(timeline.getRun().getSubmittedAt());
    Instant now = instant(timeline.getNow());
    Instant end = timeline.getRun().hasEndedAt() ? instant(timeline.getRun().getEndedAt()) : now;
    int names =
        Math.min(
            WIDEST_NAME,
            timeline.getNodesList().stream()
                .mapToInt(node -> node.getName().length())
                .max()
                .orElse(0));
    int width = Math.max(NARROWEST_BAR, columns - names - WORDS - 4);
    TimelineBar bar = new TimelineBar(start, end, width);
    lines.add(" ".repeat(names + 1) + axis(Duration.between(start, end), width));
    for (NodeTimeline node : timeline.getNodesList()) {
      lines.add(
          "%s |%s| %s"
              .formatted(pad(node.getName(), names), bar.draw(spans(node, now)), words(node))
              .stripTrailing());
    }
    if (timeline.getLeftOff() > 0) {
      lines.add("... and %d more; --open GROUP draws a part".formatted(timeline.getLeftOff()));
    }
    lines.add("");
    lines.add(LEGEND);
    lines.add(totals(timeline));
    return lines;
  }

  /// The spans of one node, in the order of time.
  private static List<Span> spans(NodeTimeline node, Instant now) {
    if (node.hasGroup()) {
      return groupSpans(node, now);
    }
    List<Span> spans = new ArrayList<>();
    boolean hit = node.getState() == NodeState.NODE_STATE_MEMO_HIT;
    Instant until = node.hasReadyAt() ? instant(node.getReadyAt()) : now;
    for (AttemptSpan attempt : node.getAttemptsList()) {
      Instant started = instant(attempt.getStartedAt());
      Instant ended = attempt.hasEndedAt() ? instant(attempt.getEndedAt()) : now;
      spans.add(new Span('.', until, started));
      addAttempt(spans, attempt, started, ended);
      until = ended.isAfter(until) ? ended : until;
    }
    Instant ended = node.hasEndedAt() ? instant(node.getEndedAt()) : now;
    if (hit) {
      spans.add(new Span('m', ended, ended));
    } else if (node.getState() != NodeState.NODE_STATE_SKIPPED) {
      spans.add(new Span('.', until, ended));
    }
    return spans;
  }

  /// From its first attempt on, somebody or other computes in it.
  private static List<Span> groupSpans(NodeTimeline group, Instant now) {
    Instant ended = group.hasEndedAt() ? instant(group.getEndedAt()) : now;
    if (group.getState() == NodeState.NODE_STATE_MEMO_HIT) {
      return List.of(new Span('m', ended, ended));
    }
    if (!group.hasStartedAt()) {
      return group.hasReadyAt()
          ? List.of(new Span('.', instant(group.getReadyAt()), ended))
          : List.of();
    }
    Instant started = instant(group.getStartedAt());
    Instant ready = group.hasReadyAt() ? instant(group.getReadyAt()) : started;
    return List.of(new Span('.', ready, started), new Span('#', started, ended));
  }

  /// What the worker did not report of the time is the way to it and back.
  private static void addAttempt(
      List<Span> spans, AttemptSpan attempt, Instant started, Instant ended) {
    if (isLost(attempt)) {
      spans.add(new Span('x', started, ended));
      return;
    }
    NodePhases phases = attempt.getPhases();
    double reported = phases.getFetch() + phases.getLoad() + phases.getRun() + phases.getStore();
    double all = Duration.between(started, ended).toNanos() / 1e9;
    if (reported <= 0) {
      spans.add(new Span('#', started, ended));
      return;
    }
    double scale = reported > all ? all / reported : 1;
    Instant fetched = after(started, Math.max(0, all - reported));
    Instant loaded = after(fetched, phases.getFetch() * scale);
    Instant begun = after(loaded, phases.getLoad() * scale);
    Instant stored = after(begun, phases.getRun() * scale);
    spans.add(new Span('.', started, fetched));
    spans.add(new Span('f', fetched, loaded));
    spans.add(new Span('l', loaded, begun));
    spans.add(new Span('#', begun, stored));
    spans.add(new Span('s', stored, ended));
  }

  private static boolean isLost(AttemptSpan attempt) {
    return attempt.getOutcome().equals("lost") || attempt.getOutcome().equals("failed");
  }

  private static String words(NodeTimeline node) {
    NodePhases phases = node.getPhases();
    long lost =
        node.getAttemptsLost()
            + node.getAttemptsList().stream().filter(TimelineText::isLost).count();
    double computed = phases.getFetch() + phases.getLoad() + phases.getRun() + phases.getStore();
    String time = computed > 0 ? seconds(computed) : "";
    String losses = lost == 0 ? "" : lost + (lost == 1 ? " attempt" : " attempts") + " lost";
    String state =
        switch (node.getState()) {
          case NODE_STATE_MEMO_HIT -> "memo hit";
          case NODE_STATE_FAILED -> "failed";
          case NODE_STATE_SKIPPED -> "skipped";
          case NODE_STATE_LEFT_OUT -> "left out";
          case NODE_STATE_STOPPED -> "stopped";
          case NODE_STATE_RUNNING -> "running";
          case NODE_STATE_WAITING, NODE_STATE_BLOCKED -> "waits";
          case NODE_STATE_PLANNED -> "not begun";
          case NODE_STATE_SUCCEEDED, NODE_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    String nodes = node.hasGroup() ? ended(node.getGroup()) : "";
    return List.of(nodes, state, time, losses).stream()
        .filter(word -> !word.isEmpty())
        .reduce((left, right) -> left + ", " + right)
        .orElse("");
  }

  private static String ended(NodeCounts nodes) {
    int open = nodes.getWaiting() + nodes.getRunning();
    return "%d of %d nodes".formatted(nodes.getAll() - open, nodes.getAll());
  }

  private static String totals(GetTimelineResponse timeline) {
    List<NodePhases> all = timeline.getNodesList().stream().map(NodeTimeline::getPhases).toList();
    return "All nodes together: wait %s, fetch %s, load %s, compute %s, store %s, lost %s"
        .formatted(
            seconds(all.stream().mapToDouble(NodePhases::getWait).sum()),
            seconds(all.stream().mapToDouble(NodePhases::getFetch).sum()),
            seconds(all.stream().mapToDouble(NodePhases::getLoad).sum()),
            seconds(all.stream().mapToDouble(NodePhases::getRun).sum()),
            seconds(all.stream().mapToDouble(NodePhases::getStore).sum()),
            seconds(all.stream().mapToDouble(NodePhases::getLost).sum()));
  }

  private static String axis(Duration all, int width) {
    String end = ProgressLines.duration(all);
    return "0 s" + " ".repeat(Math.max(1, width + 2 - 3 - end.length())) + end;
  }

  private static String seconds(double seconds) {
    return seconds < 0.95 && seconds >= 0.005
        ? String.format(Locale.ROOT, "%.2f s", seconds)
        : ProgressLines.duration(Duration.ofMillis((long) (seconds * 1000)));
  }

  private static String pad(String name, int width) {
    String fitting = name.length() <= width ? name : name.substring(0, width - 3) + "...";
    return fitting + " ".repeat(width - fitting.length());
  }

  private static Instant after(Instant time, double seconds) {
    return time.plusNanos((long) (seconds * 1e9));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
