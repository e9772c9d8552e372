package org.cinegraph.workflows.server;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.StatusUtils;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The namespace that all of Cinegraph's workflows live in.
public final class TemporalNamespace {
  public static final String NAME = "cinegraph";

  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE_OF_ONE_CALL = Duration.ofSeconds(5);

  private TemporalNamespace() {}

  /// Waits until the server at the address answers and takes workflows in the namespace; registers
  /// it where it is missing.
  ///
  /// @throws TemporalException when that has not come about within `patience`
  public static void ensure(String address, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    awaitPort(address, deadline);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    try {
      ensure(stubs, address, deadline);
    } finally {
      stubs.shutdownNow();
    }
  }

  /// A gRPC channel that was refused backs off for seconds; a plain connect can be tried again at
  /// once.
  private static void awaitPort(String address, long deadline) {
    while (!Endpoint.parse(address).accepts()) {
      if (System.nanoTime() > deadline) {
        throw new TemporalException("Nothing answers at Temporal's address " + address + ".");
      }
      pause();
    }
  }

  private static void ensure(WorkflowServiceStubs stubs, String address, long deadline) {
    while (true) {
      try {
        // First: a server that was asked for an unknown namespace says for a second that it does
        // not know it.
        register(stubs);
        if (takesWorkflows(stubs)) {
          return;
        }
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() > deadline) {
          throw new TemporalException(
              "Temporal at " + address + " does not answer: " + e.getStatus() + ".", e);
        }
      }
      pause();
    }
  }

  private static boolean takesWorkflows(WorkflowServiceStubs stubs) {
    DescribeWorkflowExecutionRequest request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(NAME)
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId("no workflow has this id"))
            .build();
    try {
      withDeadline(stubs).describeWorkflowExecution(request);
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return !StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class);
      }
      throw e;
    }
  }

  private static void register(WorkflowServiceStubs stubs) {
    RegisterNamespaceRequest request =
        RegisterNamespaceRequest.newBuilder()
            .setNamespace(NAME)
            .setDescription("The runs of Cinegraph")
            .setWorkflowExecutionRetentionPeriod(Durations.fromSeconds(RETENTION.toSeconds()))
            .build();
    try {
      withDeadline(stubs).registerNamespace(request);
    } catch (StatusRuntimeException e) {
      // Temporal's test server knows no namespaces: it takes workflows in any.
      boolean isThere =
          e.getStatus().getCode() == Status.Code.ALREADY_EXISTS
              || e.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
      if (!isThere) {
        throw e;
      }
    }
  }

  private static WorkflowServiceBlockingStub withDeadline(WorkflowServiceStubs stubs) {
    return stubs
        .blockingStub()
        .withDeadlineAfter(PATIENCE_OF_ONE_CALL.toSeconds(), TimeUnit.SECONDS);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException("Waiting for Temporal was interrupted.", e);
    }
  }
}
