package org.cinegraph.scheduler.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.jspecify.annotations.Nullable;

/// What should become of works, nodes and runs, said without tables, locks or batches of rows.
final class NaiveWorks {
  private static final int ATTEMPTS = 3;
  private static final int LOST_BEFORE_QUARANTINE = 3;

  private final Set<String> memo = new LinkedHashSet<>();
  private final Map<String, Work> openByKey = new LinkedHashMap<>();
  private final Deque<End> ends = new ArrayDeque<>();
  private final List<Work> works = new ArrayList<>();
  private final boolean ignoresFences;

  private record End(Node node, NodeState state) {}

  static final class Run {
    final UUID id;
    final List<Node> nodes = new ArrayList<>();
    String state = "running";

    Run(UUID id) {
      this.id = id;
    }

    boolean isOpen() {
      return state.equals("running") || state.equals("stopping");
    }
  }

  static final class Node {
    final Run run;
    final int number;
    final String key;
    final @Nullable Node producer;
    final boolean held;
    final List<Node> consumers = new ArrayList<>();
    NodeState state = NodeState.PLANNED;
    @Nullable Work work;
    int openInputs;

    /// @param held whether the database holds it back until its producer has ended
    Node(Run run, int number, String key, @Nullable Node producer, boolean held) {
      this.run = run;
      this.number = number;
      this.key = key;
      this.producer = producer;
      this.held = held;
      if (producer != null) {
        producer.consumers.add(this);
      }
    }
  }

  static final class Work {
    final String key;
    final List<Node> nodes = new ArrayList<>();
    final Map<LeaseKey, String> outcomes = new LinkedHashMap<>();
    @Nullable UUID id;
    @Nullable LeaseKey open;
    String state = "queued";
    long fence;
    int attempts;
    int failures;
    int lostInARow;
    boolean stopRequested;

    Work(String key) {
      this.key = key;
    }

    List<Node> waiters() {
      return nodes.stream().filter(node -> node.state == NodeState.WAITING).toList();
    }

    void close(String outcome) {
      if (open != null) {
        outcomes.put(open, outcome);
      }
      open = null;
    }
  }

  /// @param ignoresFences a wrong model, to see that the comparison finds it
  NaiveWorks(boolean ignoresFences) {
    this.ignoresFences = ignoresFences;
  }

  List<Work> works() {
    return works;
  }

  Set<String> memo() {
    return memo;
  }

  void planned(Run run) {
    for (Node node : run.nodes) {
      if (memo.contains(node.key)) {
        node.state = NodeState.HIT;
      }
    }
    for (Node node : run.nodes) {
      Node producer = node.producer;
      node.openInputs = node.held && producer != null && producer.state != NodeState.HIT ? 1 : 0;
    }
    endIfComplete(run);
  }

  List<Optional<NodeState>> take(List<Node> nodes) {
    List<Optional<NodeState>> answers = new ArrayList<>();
    Map<Node, Optional<NodeState>> seen = new LinkedHashMap<>();
    for (Node node : nodes) {
      Optional<NodeState> answer = seen.get(node);
      if (answer == null) {
        answer = take(node);
        seen.put(node, answer);
      }
      answers.add(answer);
    }
    finish();
    return answers;
  }

  private Optional<NodeState> take(Node node) {
    if (node.state.ended()) {
      return Optional.of(node.state);
    }
    if (node.state == NodeState.PLANNED && node.openInputs == 0) {
      return attach(node);
    }
    if (node.state == NodeState.PLANNED) {
      node.state = NodeState.BLOCKED;
    }
    return Optional.empty();
  }

  private Optional<NodeState> attach(Node node) {
    if (memo.contains(node.key)) {
      ends.add(new End(node, NodeState.HIT));
      return Optional.of(NodeState.HIT);
    }
    Work work = openByKey.get(node.key);
    if (work == null) {
      work = new Work(node.key);
      works.add(work);
      openByKey.put(node.key, work);
    }
    work.stopRequested = false;
    work.nodes.add(node);
    node.work = work;
    node.state = NodeState.WAITING;
    return Optional.empty();
  }

  /// @return whether the work is leased by that
  boolean grant(Work work, LeaseKey lease) {
    if (!work.state.equals("queued")) {
      return false;
    }
    work.state = "leased";
    work.fence++;
    work.attempts++;
    work.open = lease;
    return true;
  }

  List<String> commit(List<Report> reports, Map<UUID, Work> byId) {
    List<String> answers = new ArrayList<>();
    List<Work> done = new ArrayList<>();
    List<Report> later = new ArrayList<>();
    for (Report report : reports) {
      Work work = byId.get(report.lease().work());
      if (work == null || work.open == null || !isOpen(work, report.lease())) {
        later.add(report);
        answers.add("");
      } else {
        answers.add("Committed");
        one(work, report, done);
      }
    }
    done.forEach(this::done);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).isEmpty()) {
        Report report = reports.get(i);
        Work work = byId.get(report.lease().work());
        boolean repeated =
            work != null && outcome(report).equals(work.outcomes.get(report.lease()));
        answers.set(i, repeated ? "Committed" : "Stale");
      }
    }
    finish();
    return answers;
  }

  private boolean isOpen(Work work, LeaseKey lease) {
    return ignoresFences || lease.equals(work.open);
  }

  private void one(Work work, Report report, List<Work> done) {
    switch (report) {
      case Report.Done _ -> {
        work.close("done");
        done.add(work);
      }
      case Report.Failed failed -> {
        work.close("failed");
        boolean mayPass = failed.failure().code().equals("transient");
        work.failures++;
        if (!mayPass || work.failures >= ATTEMPTS) {
          fail(work);
        } else {
          again(work);
        }
      }
      case Report.Stopped _ -> handedBack(work);
      case Report.Lost lost when !lost.counts() -> handedBack(work);
      case Report.Lost _ -> {
        work.close("lost");
        work.lostInARow++;
        if (work.lostInARow >= LOST_BEFORE_QUARANTINE) {
          fail(work);
        } else {
          again(work);
        }
      }
    }
  }

  private void handedBack(Work work) {
    work.close("stopped");
    work.attempts--;
    again(work);
  }

  private void done(Work work) {
    end(work, "done");
    memo.add(work.key);
    work.waiters().forEach(node -> ends.add(new End(node, NodeState.SUCCEEDED)));
  }

  private void fail(Work work) {
    end(work, "failed");
    work.waiters()
        .forEach(
            node -> ends.add(new End(node, stopping(node) ? NodeState.STOPPED : NodeState.FAILED)));
  }

  private void again(Work work) {
    boolean stays = false;
    for (Node node : work.waiters()) {
      if (stopping(node)) {
        ends.add(new End(node, NodeState.STOPPED));
      } else {
        stays = true;
      }
    }
    if (stays) {
      work.state = "queued";
      work.stopRequested = false;
    } else {
      end(work, "stopped");
    }
  }

  private void end(Work work, String state) {
    work.state = state;
    openByKey.remove(work.key);
  }

  /// Stops a run, at checkpoints or now.
  void stop(Run run, boolean kill) {
    if (!run.isOpen()) {
      return;
    }
    run.state = "stopping";
    for (Node node : run.nodes) {
      Work work = node.work;
      boolean computes =
          node.state == NodeState.WAITING
              && work != null
              && work.state.equals("leased")
              && work.waiters().stream().allMatch(other -> other.run == run);
      if (!node.state.ended() && (kill || !computes)) {
        ends.add(new End(node, NodeState.STOPPED));
      }
    }
    finish();
    for (Node node : run.nodes) {
      if (node.work != null) {
        abandon(node.work, run, kill);
      }
    }
  }

  private void abandon(Work work, Run run, boolean kill) {
    boolean leased = work.state.equals("leased");
    if (work.waiters().isEmpty() && (work.state.equals("queued") || (kill && leased))) {
      work.close("stopped");
      end(work, "stopped");
    }
    boolean forOthers = work.waiters().stream().anyMatch(node -> node.run != run);
    if (!forOthers && (work.state.equals("leased") || work.state.equals("stopped"))) {
      work.stopRequested = true;
    }
  }

  private void finish() {
    while (!ends.isEmpty()) {
      List<End> batch = List.copyOf(ends);
      ends.clear();
      List<End> real = new ArrayList<>();
      for (End end : batch) {
        if (!end.node().state.ended()) {
          end.node().state = end.state();
          real.add(end);
        }
      }
      real.forEach(this::follow);
    }
  }

  private void follow(End end) {
    for (Node consumer : end.node().consumers) {
      if (end.state() == NodeState.FAILED) {
        ends.add(new End(consumer, NodeState.SKIPPED));
      } else if (end.state().hasOutputs() && consumer.held && consumer.openInputs > 0) {
        consumer.openInputs = 0;
        if (consumer.state == NodeState.BLOCKED) {
          attach(consumer);
        }
      }
    }
    endIfComplete(end.node().run);
  }

  private static void endIfComplete(Run run) {
    if (run.nodes.stream().allMatch(node -> node.state.ended())) {
      boolean stopped = has(run, NodeState.STOPPED);
      run.state = stopped ? "stopped" : has(run, NodeState.FAILED) ? "failed" : "succeeded";
    }
  }

  private static boolean has(Run run, NodeState state) {
    return run.nodes.stream().anyMatch(node -> node.state == state);
  }

  private static boolean stopping(Node node) {
    return node.run.state.equals("stopping");
  }

  private static String outcome(Report report) {
    return switch (report) {
      case Report.Done _ -> "done";
      case Report.Failed _ -> "failed";
      case Report.Stopped _ -> "stopped";
      case Report.Lost _ -> "lost";
    };
  }
}
