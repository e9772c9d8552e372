package org.cinegraph.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.util.List;

/// The first version of the interpreter, of a run: its segments, a few at once, the earliest first.
/// Segments are cut along topological order, so the earliest that has not ended waits for no later
/// one and the few always get on.
public final class RunWorkflowV1 implements RunWorkflow {
  private final RunActivities activities = ActivityCalls.ofRun();
  private final CompletablePromise<Boolean> ended = Workflow.newPromise();
  private List<Integer> segments = List.of();
  private int next;
  private int driven;

  @Override
  public void drive(RunInput input) {
    CancellationScope.current().getCancellationRequest().thenApply(_ -> stop(input));
    Workflow.newDetachedCancellationScope(() -> driveSegments(input)).run();
  }

  private void driveSegments(RunInput input) {
    PlanOutcome outcome = activities.plan(input);
    segments = outcome.openSegments();
    if (segments.isEmpty()) {
      return;
    }
    startSegments(input, outcome.plan());
    ended.get();
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
    if (failure != null) {
      ended.completeExceptionally(failure);
      return false;
    }
    driven--;
    startSegments(input, plan);
    if (driven == 0) {
      ended.complete(true);
    }
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
