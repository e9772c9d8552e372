package org.cinegraph.activities;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.util.UUID;
import org.cinegraph.workflows.Interpreter;
import org.cinegraph.workflows.RunInput;
import org.cinegraph.workflows.RunWorkflow;

/// Starts the workflow of a run's epoch. A second start changes nothing.
public final class StartRun {
  private final Temporal temporal;

  public StartRun(Temporal temporal) {
    this.temporal = temporal;
  }

  public void start(UUID tenant, UUID run, int epoch) {
    RunWorkflow workflow =
        temporal.client().newWorkflowStub(RunWorkflow.class, Interpreter.options(run, epoch));
    try {
      WorkflowClient.start(workflow::drive, new RunInput(tenant, run, epoch, Interpreter.VERSION));
    } catch (WorkflowExecutionAlreadyStarted _) {
      // Somebody was faster: the run is driven, which is all that was wanted.
    }
  }
}
