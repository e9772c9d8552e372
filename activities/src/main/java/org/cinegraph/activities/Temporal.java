package org.cinegraph.activities;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.filter.v1.StartTimeFilter;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.StatusUtils;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.workflows.server.TemporalNamespace;

/// The connection to a Temporal server. It needs nobody to answer when it is made.
public final class Temporal implements AutoCloseable {
  private static final int PAGE = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final String address;
  private final String namespace;

  private Temporal(WorkflowServiceStubs stubs, String address, String namespace) {
    this.stubs = stubs;
    this.address = address;
    this.namespace = namespace;
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                // The usual one names the machine, and stays in every history.
                .setIdentity("control plane " + ProcessHandle.current().pid())
                .build());
  }

  /// @param address host and port
  public static Temporal connect(String address, String namespace) {
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(address)
            .setGrpcCompression(GrpcCompression.NONE)
            .build();
    return new Temporal(WorkflowServiceStubs.newServiceStubs(options), address, namespace);
  }

  WorkflowClient client() {
    return client;
  }

  public String address() {
    return address;
  }

  public String namespace() {
    return namespace;
  }

  /// A workflow as the server sees it; empty if it knows none of that id.
  Optional<DescribeWorkflowExecutionResponse> describe(String workflowId) {
    try {
      return Optional.of(
          stubs
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(namespace)
                      .setExecution(
                          WorkflowExecution.newBuilder().setWorkflowId(workflowId).build())
                      .build()));
    } catch (io.grpc.StatusRuntimeException e) {
      if (e.getStatus().getCode() == io.grpc.Status.Code.NOT_FOUND) {
        if (StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)) {
          // All of its data is gone, the namespace too.
          TemporalNamespace.ensure(address, PATIENCE);
        }
        return Optional.empty();
      }
      throw e;
    }
  }

  /// The ids of all workflows that have not ended, as far as the server has listed them yet.
  List<String> openWorkflows() {
    List<String> open = new ArrayList<>();
    ByteString page = ByteString.EMPTY;
    do {
      ListOpenWorkflowExecutionsResponse listed =
          stubs
              .blockingStub()
              .listOpenWorkflowExecutions(
                  ListOpenWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(namespace)
                      .setStartTimeFilter(StartTimeFilter.getDefaultInstance())
                      .setMaximumPageSize(PAGE)
                      .setNextPageToken(page)
                      .build());
      listed.getExecutionsList().forEach(info -> open.add(info.getExecution().getWorkflowId()));
      page = listed.getNextPageToken();
    } while (!page.isEmpty());
    return open;
  }

  /// Ends a workflow at once; one that has ended stays as it is.
  void terminate(String workflowId, String reason) {
    try {
      client.newUntypedWorkflowStub(workflowId).terminate(reason);
    } catch (WorkflowNotFoundException _) {
      // It has ended, which is all that was wanted.
    }
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
