package org.cinegraph.bench.engine;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;

/// Starts a workflow of the baseline and waits for its end.
final class BaselineClient implements AutoCloseable {
  private static final WorkflowOptions OPTIONS =
      WorkflowOptions.newBuilder().setTaskQueue(BaselineWorkflow.TASK_QUEUE).build();

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private BaselineClient(WorkflowServiceStubs stubs) {
    this.stubs = stubs;
    this.client = BaselineWorker.client(stubs);
  }

  static BaselineClient connect(String temporal) {
    return new BaselineClient(BaselineWorker.stubs(temporal));
  }

  /// @return how long it took, in seconds
  double chain(int activities) {
    long start = System.nanoTime();
    client.newWorkflowStub(BaselineWorkflow.Chain.class, OPTIONS).drive(activities);
    return (System.nanoTime() - start) / 1e9;
  }

  double fan(int activities, int window) {
    long start = System.nanoTime();
    client.newWorkflowStub(BaselineWorkflow.Fan.class, OPTIONS).drive(activities, window);
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
