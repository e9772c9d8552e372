package org.cinegraph.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Drives one epoch of a run: plans it and drives its segments.
@WorkflowInterface
public interface RunWorkflow {
  @WorkflowMethod(name = "run")
  void drive(RunInput input);

  /// The plan has grown: there are new segments.
  @SignalMethod(name = "grown")
  void grown();
}
