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

  private RunRow running() {
    return runs.plan(graph(), 500);
  }

  private Granted lease(RunRow run) {
    runs.takeIn(run, 0);
    return runs.grantAll().getFirst();
  }

  private RunRow failed(String code) {
    RunRow run = running();
    runs.report(
        new Report.Failed(
            runs.lease(lease(run)),
            new Failure(code, FailureCategory.FATAL, "It broke"),
            Seconds.NONE,
            ""));
    return runs.find(run);
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
