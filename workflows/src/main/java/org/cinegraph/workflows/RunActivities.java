package org.cinegraph.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// What the interpreter asks of the control plane, apart from its nodes. Each is idempotent.
@ActivityInterface
public interface RunActivities {
  /// Plans the run, once, and takes every memo hit.
  @ActivityMethod(name = "plan")
  PlanOutcome plan(RunInput input);

  /// The packed topology of a segment, at most 64 KB.
  @ActivityMethod(name = "topology")
  byte[] topology(SegmentInput input);

  /// The segment's workflow is about to end: makes sure that each of its nodes has ended.
  @ActivityMethod(name = "finish-segment")
  void finishSegment(SegmentInput input);

  /// A cancel from outside is a stop.
  @ActivityMethod(name = "stop-run")
  void stopRun(RunInput input);
}
