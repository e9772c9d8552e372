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
import org.cinegraph.proto.v1.RunState;

/// Follows a run by its events. Belongs to one thread; time comes in as monotonic nanoseconds.
public final class RunProgress {
  private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>();
  private RunState state = RunState.RUN_STATE_SUBMITTED;
  private Optional<String> failure = Optional.empty();
  private long lastEvent;

  /// Takes in the nodes of the plan, in its order; what is known of one already stays.
  public void planned(List<NodeRun> planned) {
    for (NodeRun run : planned) {
      Node node = node(run.getName());
      // What was heard of before moves to its place in the plan.
      nodes.putLast(run.getName(), node);
      node.type = run.getType();
      if (node.phase == Phase.PLANNED && !run.getWaitsFor().isEmpty()) {
        node.remark = run.getWaitsFor();
      }
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
    boolean remarkIsNew =
        !progress.getWaitsFor().isEmpty() && !progress.getWaitsFor().equals(node.remark);
    if (!progress.getWaitsFor().isEmpty()) {
      node.phase = Phase.WAITING;
      node.remark = progress.getWaitsFor();
      return remarkIsNew
          ? Optional.of(progress.getNode() + ": waits: " + node.remark)
          : Optional.empty();
    }
    int before = quarter(node.step, node.steps);
    node.phase = Phase.RUNNING;
    node.step = progress.getStep();
    node.steps = progress.getSteps();
    node.remark = progress.getPhase();
    node.pace.seen(node.step, now);
    boolean newQuarter = quarter(node.step, node.steps) > before;
    return newQuarter
        ? Optional.of("%s: step %d of %d".formatted(progress.getNode(), node.step, node.steps))
        : Optional.empty();
  }

  public List<NodeView> nodes(long now) {
    List<NodeView> views = new ArrayList<>(nodes.size());
    nodes.forEach((name, node) -> views.add(node.view(name, now)));
    return views;
  }

  public RunState state() {
    return state;
  }

  /// Why the run failed, of one that did.
  public Optional<String> failure() {
    return failure;
  }

  /// Number of the newest event that was taken in.
  public long lastEvent() {
    return lastEvent;
  }

  public boolean hasNodes() {
    return !nodes.isEmpty();
  }

  private Optional<String> runEvent(String type, EventBody body) {
    return switch (type) {
      case "run-planned" -> {
        state = RunState.RUN_STATE_RUNNING;
        yield Optional.empty();
      }
      case "run-stopping" -> {
        state = RunState.RUN_STATE_STOPPING;
        yield Optional.of("stopping" + body.text("why").map(why -> ": " + why).orElse(""));
      }
      case "run-succeeded" -> ended(RunState.RUN_STATE_SUCCEEDED);
      case "run-stopped" -> ended(RunState.RUN_STATE_STOPPED);
      case "run-failed" -> {
        failure = body.failure();
        yield ended(RunState.RUN_STATE_FAILED);
      }
      case "run-adopted" ->
          body.text("reason").map(reason -> "goes on under a new workflow: " + reason);
      default -> Optional.empty();
    };
  }

  private Optional<String> ended(RunState end) {
    state = end;
    return Optional.empty();
  }

  private static Optional<String> nodeEvent(Node node, RunEvent event, EventBody body) {
    return switch (event.getType()) {
      case "node-waiting" -> node.enter(Phase.WAITING, "");
      case "node-started" -> {
        node.startedAt = Optional.of(instant(event));
        node.enter(Phase.RUNNING, "");
        yield Optional.of("started" + body.text("worker").map(at -> " on " + at).orElse(""));
      }
      case "node-checkpoint" -> node.checkpoint(body);
      case "node-retrying" ->
          node.says(
              Phase.WAITING,
              body.failure().map(why -> "tries again: " + why).orElse("tries again"));
      case "node-hit" -> node.says(Phase.MEMO_HIT, "");
      case "node-succeeded" -> node.says(Phase.COMPUTED, node.took(instant(event)));
      case "node-failed" -> node.says(Phase.FAILED, body.failure().orElse(""));
      case "node-skipped" -> node.says(Phase.SKIPPED, body.failure().orElse(""));
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

    Optional<String> checkpoint(EventBody body) {
      step = (int) body.integer("nextStep").orElse(step);
      steps = (int) body.integer("steps").orElse(steps);
      return Optional.empty();
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
