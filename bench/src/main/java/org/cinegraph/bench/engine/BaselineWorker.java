package org.cinegraph.bench.engine;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import org.cinegraph.workflows.server.TemporalNamespace;

/// The process of the baseline: one Temporal worker with the options that the control plane's has,
/// but that every activity of the window can run at once.
public final class BaselineWorker {
  private static final int AT_ONCE = 200;
  private static final int POLLERS = 5;

  private BaselineWorker() {}

  public static void main(String[] arguments) throws Exception {
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client(stubs(arguments[0])),
            WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    Worker worker =
        workers.newWorker(
            BaselineWorkflow.TASK_QUEUE,
            WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(AT_ONCE)
                .setMaxConcurrentActivityTaskPollers(POLLERS)
                .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                .build());
    worker.registerWorkflowImplementationTypes(
        BaselineWorkflow.DriveChain.class, BaselineWorkflow.DriveFan.class);
    worker.registerActivitiesImplementations(new BaselineWorkflow.NoOp());
    workers.start();
    while (System.in.read() >= 0) {
      // It ends with its parent.
    }
    System.exit(0);
  }

  static WorkflowServiceStubs stubs(String address) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(address)
            .setGrpcCompression(GrpcCompression.NONE)
            .build());
  }

  static WorkflowClient client(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setNamespace(TemporalNamespace.NAME).build());
  }
}
