package org.cinegraph.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Drives one segment of a run.
@WorkflowInterface
public interface SegmentWorkflow {
  @WorkflowMethod(name = "segment")
  void drive(SegmentInput input);
}
