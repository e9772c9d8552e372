package org.cinegraph.server.api;

import java.util.List;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.Value;

/// Runs of two nodes, `a` and `b` behind it, brought to where a verb is tried. No two share a work.
final class VerbScenes {
  static final List<Situation> OF_RUNS =
      List.of(
          Situation.RUN_SUBMITTED,
          Situation.RUN_RUNNING,
          Situation.RUN_PAUSED,
          Situation.RUN_STOPPING,
          Situation.RUN_SUCCEEDED,
          Situation.RUN_FAILED,
          Situation.RUN_STOPPED);

  static final List<Situation> OF_NODES =
      List.of(
          Situation.NODE_PLANNED,
          Situation.NODE_BLOCKED,
          Situation.NODE_QUEUED,
          Situation.NODE_AWAITING_ANSWER,
          Situation.NODE_BACKING_OFF,
          Situation.NODE_RUNNING,
          Situation.NODE_SUCCEEDED,
          Situation.NODE_HIT,
          Situation.NODE_FAILED_EARLY,
          Situation.NODE_FAILED,
          Situation.NODE_QUARANTINED_EARLY,
          Situation.NODE_QUARANTINED,
          Situation.NODE_SKIPPED,
          Situation.NODE_LEFT_OUT,
          Situation.NODE_STOPPED);

  static final List<Situation> OF_WORKERS =
      List.of(Situation.WORKER_CONNECTED, Situation.WORKER_DRAINED, Situation.WORKER_AWAY);

  private final RunFixture runs;
  private int made;

  VerbScenes(RunFixture runs) {
    this.runs = runs;
  }

  RunRow runThat(Situation situation) {
    return switch (situation) {
      case RUN_SUBMITTED -> runs.submit(graph());
      case RUN_RUNNING -> running();
      case RUN_PAUSED -> runs.pause(running());
      case RUN_STOPPING -> {
        RunRow run = running();
        lease(run);
        yield runs.stop(run, false);
      }
      case RUN_SUCCEEDED -> {
        RunRow run = running();
        runs.report(runs.done(lease(run)));
        runs.takeIn(run, 1);
        runs.report(runs.done(runs.grantAll().getFirst()));
        yield runs.find(run);
      }
      case RUN_FAILED -> failed("broken");
      case RUN_STOPPED -> runs.stop(running(), true);
      default -> throw new IllegalArgumentException("Not of a run: " + situation);
    };
  }

  /// The one worker.
  void bringWorkerTo(Situation situation) {
    runs.database()
        .run(sql ->
            sql.update(
                "UPDATE worker SET connected = ?, drained = ?",
                situation != Situation.WORKER_AWAY,
                situation == Situation.WORKER_DRAINED));
  }

  /// A run whose node `a` is there.
  RunRow nodeThat(Situation situation) {
    return switch (situation) {
      case NODE_PLANNED -> running();
      case NODE_BLOCKED -> {
        RunRow run = runs.plan(behind(), 1);
        runs.takeIn(run, 1);
        yield run;
      }
      case NODE_QUEUED -> {
        RunRow run = running();
        runs.takeIn(run, 0);
        yield run;
      }
      case NODE_AWAITING_ANSWER -> {
        RunRow run = runs.plan(asking(), 500);
        runs.takeIn(run, 0);
        yield run;
      }
      case NODE_BACKING_OFF -> failing(running(), FailureCategory.TRANSIENT, "flaky");
      case NODE_RUNNING -> {
        RunRow run = running();
        lease(run);
        yield run;
      }
      case NODE_SUCCEEDED -> runThat(Situation.RUN_SUCCEEDED);
      case NODE_HIT -> hit();
      case NODE_FAILED_EARLY -> failing(runs.plan(beside(), 500), FailureCategory.FATAL, "broken");
      case NODE_FAILED -> failed("broken");
      case NODE_QUARANTINED_EARLY ->
          failing(runs.plan(beside(), 500), FailureCategory.FATAL, "quarantined");
      case NODE_QUARANTINED -> failed("quarantined");
      case NODE_SKIPPED -> failing(runs.plan(behind(), 500), FailureCategory.FATAL, "broken");
      case NODE_LEFT_OUT -> leftOut();
      case NODE_STOPPED -> runThat(Situation.RUN_STOPPED);
      default -> throw new IllegalArgumentException("Not of a node: " + situation);
    };
  }

  private RunRow hit() {
    String graph = graph();
    RunRow first = runs.plan(graph, 500);
    runs.report(runs.done(lease(first)));
    return runs.plan(graph, 500);
  }

  private RunRow leftOut() {
    RunRow run = runs.plan(branching(), 500);
    runs.report(runs.done(lease(run)));
    runs.takeIn(run, 2);
    return runs.find(run);
  }

  private RunRow running() {
    return runs.plan(graph(), 500);
  }

  /// What earlier scenes left in the queue is leased with it.
  private Granted lease(RunRow run) {
    runs.takeIn(run, 0);
    Value salt = new Value.Text("scene " + made);
    return runs.grantAll().stream()
        .filter(granted -> salt.equals(granted.request().parameters().fields().get("salt")))
        .findFirst()
        .orElseThrow();
  }

  private RunRow failed(String code) {
    return failing(running(), FailureCategory.FATAL, code);
  }

  /// The first node in the order of the plan fails.
  private RunRow failing(RunRow run, FailureCategory category, String code) {
    runs.report(
        new Report.Failed(
            runs.lease(lease(run)), new Failure(code, category, "It broke"), Seconds.NONE, ""));
    return runs.find(run);
  }

  /// The other node does not depend on `a`.
  private String beside() {
    return graph().replace("{after: $a.value}", "{salt: beside %d}".formatted(made));
  }

  /// The other node comes before `a`.
  private String behind() {
    return """
    graph: scene
    nodes:
      b: {type: no-op, with: {salt: scene %d}}
      a: {type: no-op, with: {after: $b.value}}
    """
        .formatted(++made);
  }

  /// What `b` makes leaves `a` out.
  private String branching() {
    return """
    graph: scene
    nodes:
      b: {type: no-op, with: {salt: scene %d}}
      never: {type: compare, with: {a: $b.value, is: equal, b: 1}}
      a: {type: no-op, when: $never.result}
    """
        .formatted(++made);
  }

  /// A person judges.
  private String asking() {
    return """
    graph: scene
    nodes:
      a: {approve: Is it good?, with: {value: scene %d}}
      b: {type: no-op, with: {after: $a.value}}
    """
        .formatted(++made);
  }

  private String graph() {
    return """
    graph: scene
    nodes:
      a: {type: no-op, with: {salt: scene %d}}
      b: {type: no-op, with: {after: $a.value}}
    """
        .formatted(++made);
  }
}
