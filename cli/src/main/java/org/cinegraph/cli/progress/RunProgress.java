package org.cinegraph.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.RunEvent;

/// Follows a run by its events. Belongs to one thread; time comes in as monotonic nanoseconds.
public final class RunProgress {
  /// More names than this make no line that anybody reads.
  private static final int MOST_NAMES = 8;

  private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>();
  private long lastEvent;

  /// Takes in the nodes of the plan, in its order; what is known of one already stays.
  public void planned(List<NodeRun> planned) {
    for (NodeRun run : planned) {
      Node node = node(run.getName());
      // What was heard of before moves to its place in the plan.
      nodes.putLast(run.getName(), node);
      node.type = run.getType();
    }
  }

  /// @return what changed in words, for an output that cannot be redrawn; empty where it is not
  ///   worth a line
  public Optional<String> event(RunEvent event) {
    lastEvent = event.getNumber();
    EventBody body = EventBody.of(event);
    if (event.getNode().isEmpty()) {
      return runEvent(event.getType(), body);
    }
    return nodeEvent(node(event.getNode()), event, body)
        .map(words -> event.getNode() + ": " + words);
  }

  /// As [#event].
  public Optional<String> progress(NodeProgress progress, long now) {
    Node node = node(progress.getNode());
    if (node.phase.ended()) {
      return Optional.empty();
    }
    String name = progress.getNode();
    return progress.getWaitsFor().isEmpty()
        ? node.advance(progress, now).map(words -> name + ": " + words)
        : node.wait(progress.getWaitsFor()).map(words -> name + ": " + words);
  }

  public List<NodeView> nodes(long now) {
    List<NodeView> views = new ArrayList<>(nodes.size());
    nodes.forEach((name, node) -> views.add(node.view(name, now)));
    return views;
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
      case "node-skipped" -> node.says(Phase.SKIPPED, body.failure().orElse(""));
      case "node-left-out" -> node.says(Phase.LEFT_OUT, "");
      case "node-stopped" -> node.says(Phase.STOPPED, "");
      default -> Optional.empty();
    };
  }

  private static Instant instant(RunEvent event) {
    return Instant.ofEpochSecond(event.getAt().getSeconds(), event.getAt().getNanos());
  }

  private static int quarter(int step, int steps) {
    return steps == 0 ? 0 : (int) (4L * step / steps);
  }

  private Node node(String name) {
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
      return new NodeView(name, type, phase, step, steps, left, remark);
    }
  }
}
