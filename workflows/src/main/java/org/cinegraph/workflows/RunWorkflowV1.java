package org.cinegraph.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first version of the interpreter, of a run: its segments, a few at once, the earliest first.
/// Segments are cut along topological order, so the earliest that has not ended waits for no later
/// one and the few always get on.
public final class RunWorkflowV1 implements RunWorkflow {
  private final RunActivities activities = ActivityCalls.ofRun();
  private final List<Integer> segments = new ArrayList<>();
  private @Nullable RuntimeException failed;
  private boolean grown;
  private int next;
  private int driven;

  @Override
  public void drive(RunInput input) {
    CancellationScope.current().getCancellationRequest().thenApply(_ -> stop(input));
    Workflow.newDetachedCancellationScope(() -> driveSegments(input)).run();
  }

  @Override
  public void grown() {
    grown = true;
  }

  private void driveSegments(RunInput input) {
    PlanOutcome outcome = activities.plan(input);
    segments.addAll(outcome.openSegments());
    startSegments(input, outcome.plan());
    while (driven > 0 || grown) {
      Workflow.await(() -> driven == 0 || grown || failed != null);
      if (failed != null) {
        throw failed;
      }
      if (grown) {
        startGrown(input);
      }
    }
  }

  /// Segments that the run did not have before.
  private void startGrown(RunInput input) {
    grown = false;
    PlanOutcome outcome = activities.plan(input);
    outcome.openSegments().stream()
        .filter(segment -> !segments.contains(segment))
        .forEach(segments::add);
    startSegments(input, outcome.plan());
  }

  private void startSegments(RunInput input, String plan) {
    while (driven < Interpreter.SEGMENTS_AT_ONCE && next < segments.size()) {
      int segment = segments.get(next++);
      driven++;
      Async.procedure(
              child(input, segment)::drive,
              new SegmentInput(
                  input.tenant(),
                  input.run(),
                  plan,
                  segment,
                  input.epoch(),
                  input.interpreterVersion()))
          .handle((_, failure) -> segmentEnded(input, plan, failure));
    }
  }

  private boolean segmentEnded(RunInput input, String plan, RuntimeException failure) {
    driven--;
    if (failure != null) {
      failed = failure;
      return false;
    }
    startSegments(input, plan);
    return true;
  }

  private static SegmentWorkflow child(RunInput input, int segment) {
    return Workflow.newChildWorkflowStub(
        SegmentWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(Interpreter.workflowId(input, segment))
            .build());
  }

  private boolean stop(RunInput input) {
    Workflow.newDetachedCancellationScope(
            () -> {
              var _ = Async.procedure(activities::stopRun, input);
            })
        .run();
    return true;
  }
}
