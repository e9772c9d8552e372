package org.cinegraph.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.graph.plan.NodePath;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.RunEvent;

/// Follows a run by its events. Belongs to one thread; time comes in as monotonic nanoseconds.
public final class RunProgress {
  /// More names than this make no line that anybody reads.
  private static final int MOST_NAMES = 8;

  /// Of those that are at work in a group, this many have lines of their own.
  private static final int MOST_AT_WORK = 3;

  private static final Set<String> TOLD_OF_INNER =
      Set.of("node-failed", "node-retrying", "node-answered", "node-retried", "node-released");

  private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>();

  /// The lines, by path, in their order: nodes and groups of the document.
  private final LinkedHashMap<String, Optional<NodeGroup>> lines = new LinkedHashMap<>();

  private long lastEvent;

  /// Takes in the lines of the plan, in its order; what is known of one already stays.
  public void planned(List<NodeLine> planned) {
    for (NodeLine line : planned) {
      if (line.hasGroup()) {
        NodeGroup group = line.getGroup();
        lines.putLast(group.getPath(), Optional.of(group));
      } else {
        NodeRun run = line.getNode();
        Node node = node(run.getName());
        // What was heard of before moves to its place in the plan.
        lines.putLast(run.getName(), Optional.empty());
        node.type = run.getType();
      }
    }
  }

  /// @return what changed in words, for an output that cannot be redrawn; empty where it is not
  ///   worth a line
  public Optional<String> event(RunEvent event) {
    lastEvent = event.getNumber();
    EventBody body = EventBody.of(event);
    String name = event.getNode();
    if (name.isEmpty()) {
      return runEvent(event.getType(), body);
    }
    if (isInternal(name) && !event.getType().equals("node-failed")) {
      return Optional.empty();
    }
    Optional<String> words = nodeEvent(node(name), event, body).map(change -> name + ": " + change);
    return isInner(name) && !TOLD_OF_INNER.contains(event.getType()) ? Optional.empty() : words;
  }

  /// As [#event].
  public Optional<String> progress(NodeProgress progress, long now) {
    String name = progress.getNode();
    if (isInternal(name)) {
      return Optional.empty();
    }
    Node node = node(name);
    if (node.phase.ended()) {
      return Optional.empty();
    }
    Optional<String> words =
        progress.getWaitsFor().isEmpty()
            ? node.advance(progress, now).map(change -> name + ": " + change)
            : node.wait(progress.getWaitsFor()).map(change -> name + ": " + change);
    return isInner(name) ? Optional.empty() : words;
  }

  /// Takes in how a group stands.
  ///
  /// @return as for [#event]: a line where more of it has ended
  public Optional<String> group(NodeGroup group) {
    Optional<NodeGroup> before = lines.getOrDefault(group.getPath(), Optional.empty());
    lines.put(group.getPath(), Optional.of(group));
    boolean isNews = before.map(it -> ended(it) != ended(group)).orElse(ended(group) > 0);
    return isNews
        ? Optional.of(group.getPath() + ": " + GroupWords.words(group))
        : Optional.empty();
  }

  private static int ended(NodeGroup group) {
    NodeCounts counts = group.getLines();
    return counts.getAll() - counts.getRunning() - counts.getWaiting();
  }

  /// The lines of a screen: a group comes with what failed in it and with some that are at work.
  public List<NodeView> nodes(long now) {
    List<NodeView> views = new ArrayList<>(lines.size());
    lines.forEach((path, group) -> {
      if (group.isPresent()) {
        views.add(GroupWords.view(group.get()));
        views.addAll(GroupWords.failures(group.get()));
        atWork(path, now).forEach(views::add);
      } else {
        views.add(node(path).view(path, now));
      }
    });
    return views;
  }

  private Stream<NodeView> atWork(String group, long now) {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getValue().phase == Phase.RUNNING && isInner(entry.getKey()))
        .filter(entry -> top(entry.getKey()).equals(group))
        .limit(MOST_AT_WORK)
        .map(entry -> entry.getValue().view("  " + entry.getKey(), now));
  }

  private static boolean isInternal(String name) {
    return new NodePath(name).isInternal();
  }

  /// Whether it is in a group.
  private static boolean isInner(String name) {
    return !top(name).equals(name);
  }

  private static String top(String name) {
    return new NodePath(name).folds().getFirst();
  }

  /// Number of the newest event that was taken in.
  public long lastEvent() {
    return lastEvent;
  }

  /// How the run ended is told by whoever followed it.
  private Optional<String> runEvent(String type, EventBody body) {
    return switch (type) {
      case "nodes-hit" -> hits(body.texts("nodes"));
      case "run-stopping", "run-killing" -> Optional.of("stopping" + reason(body));
      case "run-paused" -> Optional.of("paused" + reason(body));
      case "run-resumed" -> Optional.of("goes on" + reason(body));
      case "run-recovered" -> Optional.of("recovered" + reason(body));
      case "nodes-reopened" -> {
        body.texts("nodes").forEach(name -> node(name).enter(Phase.PLANNED, ""));
        yield Optional.empty();
      }
      case "nodes-upgraded" ->
          Optional.of(
              "%s version %d now computes %s"
                  .formatted(
                      body.text("type").orElse("?"),
                      body.number("version").orElse(0L),
                      named(body.texts("nodes"))));
      case "run-adopted" ->
          body.text("reason").map(reason -> "goes on under a new workflow: " + reason);
      default -> Optional.empty();
    };
  }

  private static String reason(EventBody body) {
    return body.text("why").filter(why -> !why.isBlank()).map(why -> ": " + why).orElse("");
  }

  private Optional<String> hits(List<String> names) {
    names.forEach(name -> node(name).enter(Phase.MEMO_HIT, ""));
    return Optional.of(named(names) + (names.size() > MOST_NAMES ? ": memo hits" : ": memo hit"));
  }

  private static String named(List<String> names) {
    return names.size() > MOST_NAMES ? names.size() + " nodes" : String.join(", ", names);
  }

  private static Optional<String> nodeEvent(Node node, RunEvent event, EventBody body) {
    return switch (event.getType()) {
      case "node-waiting" -> node.enter(Phase.WAITING, "");
      case "node-started" -> {
        node.startedAt = Optional.of(instant(event));
        node.enter(Phase.RUNNING, "");
        yield Optional.of("started" + body.text("worker").map(at -> " on " + at).orElse(""));
      }
      case "node-retrying" ->
          node.says(
              Phase.WAITING,
              "waits to be tried again" + body.failure().map(why -> ": " + why).orElse(""));
      case "node-asking" ->
          node.enter(
              Phase.WAITING, "waits for a person to judge: " + body.text("question").orElse("?"));
      case "node-answered" ->
          body.text("answer")
              .map(answer ->
                  answer + body.text("by").map(by -> " by " + by).orElse("") + reason(body));
      case "node-retried", "node-released" -> Optional.of("tried again" + reason(body));
      case "node-input-lost" -> node.says(Phase.WAITING, "an input has to be computed again");
      case "node-hit" -> node.says(Phase.MEMO_HIT, "");
      case "node-succeeded" -> node.says(Phase.COMPUTED, node.took(instant(event)));
      case "node-failed" -> node.says(Phase.FAILED, body.failure().orElse(""));
      case "node-skipped" -> node.says(Phase.SKIPPED, failedBefore(body));
      case "node-left-out" -> node.says(Phase.LEFT_OUT, "");
      case "node-stopped" -> node.says(Phase.STOPPED, "");
      default -> Optional.empty();
    };
  }

  /// Which node failed; why it did has been said of that one.
  private static String failedBefore(EventBody body) {
    return body.failure().map(reason -> reason.split(": ", 2)[0]).orElse("");
  }

  private static Instant instant(RunEvent event) {
    return Instant.ofEpochSecond(event.getAt().getSeconds(), event.getAt().getNanos());
  }

  private static int quarter(int step, int steps) {
    return steps == 0 ? 0 : (int) (4L * step / steps);
  }

  private Node node(String name) {
    String top = top(name);
    if (top.equals(name)) {
      lines.putIfAbsent(top, Optional.empty());
    }
    return nodes.computeIfAbsent(name, _ -> new Node());
  }

  private static final class Node {
    private final Pace pace = new Pace();
    private String type = "";
    private Phase phase = Phase.PLANNED;
    private int step;
    private int steps;
    private String remark = "";
    private Optional<Instant> startedAt = Optional.empty();

    Optional<String> enter(Phase next, String why) {
      phase = next;
      remark = why;
      return Optional.empty();
    }

    Optional<String> says(Phase next, String why) {
      enter(next, why);
      return Optional.of(ProgressLines.state(view("", 0)));
    }

    Optional<String> wait(String why) {
      boolean isNew = phase != Phase.WAITING || !why.equals(remark);
      return isNew ? says(Phase.WAITING, why) : Optional.empty();
    }

    Optional<String> advance(NodeProgress progress, long now) {
      int before = quarter(step, steps);
      enter(Phase.RUNNING, progress.getPhase());
      step = progress.getStep();
      steps = progress.getSteps();
      pace.seen(step, now);
      return quarter(step, steps) > before
          ? Optional.of("step %d of %d".formatted(step, steps))
          : Optional.empty();
    }

    String took(Instant endedAt) {
      return startedAt
          .map(start -> "in " + ProgressLines.duration(Duration.between(start, endedAt)))
          .orElse("");
    }

    NodeView view(String name, long now) {
      Optional<Duration> left =
          phase == Phase.RUNNING ? pace.timeLeft(steps, now) : Optional.empty();
      return new NodeView(name, type, phase, step, steps, left, remark, false);
    }
  }
}
