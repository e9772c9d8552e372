package org.cinegraph.workflows.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.PrintStream;
import java.util.List;

/// What Temporal itself recorded of a run: its workflows and the events of each, for a person.
public final class TemporalRecords {
  private static final int MOST_WORKFLOWS = 100;

  private final WorkflowServiceStubs stubs;
  private final PrintStream out;

  private TemporalRecords(WorkflowServiceStubs stubs, PrintStream out) {
    this.stubs = stubs;
    this.out = out;
  }

  /// Prints the workflows whose ids begin with the run's id, or with the beginning of it that is
  /// given, oldest first, each with its events.
  ///
  /// @return whether there were any
  /// @throws TemporalException when the server does not answer
  public static boolean print(String address, String run, PrintStream out) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    try {
      return new TemporalRecords(stubs, out).print(run);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        throw new TemporalException(
            "Temporal at " + address + " is its test server, which cannot list workflows.", e);
      }
      throw new TemporalException(
          "Temporal at " + address + " does not answer: " + e.getStatus() + ".", e);
    } finally {
      stubs.shutdownNow();
    }
  }

  private boolean print(String run) {
    ListWorkflowExecutionsRequest request =
        ListWorkflowExecutionsRequest.newBuilder()
            .setNamespace(TemporalNamespace.NAME)
            .setPageSize(MOST_WORKFLOWS)
            .setQuery("WorkflowId STARTS_WITH '" + run.replace("'", "") + "'")
            .build();
    List<WorkflowExecutionInfo> workflows =
        stubs.blockingStub().listWorkflowExecutions(request).getExecutionsList();
    workflows.reversed().forEach(this::print);
    return !workflows.isEmpty();
  }

  private void print(WorkflowExecutionInfo workflow) {
    String status = workflow.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
    out.printf(
        "%s %s %s, %d events%n",
        workflow.getType().getName(),
        workflow.getExecution().getWorkflowId(),
        status,
        workflow.getHistoryLength());
    ByteString page = ByteString.EMPTY;
    do {
      GetWorkflowExecutionHistoryResponse response =
          stubs
              .blockingStub()
              .getWorkflowExecutionHistory(
                  GetWorkflowExecutionHistoryRequest.newBuilder()
                      .setNamespace(TemporalNamespace.NAME)
                      .setExecution(workflow.getExecution())
                      .setNextPageToken(page)
                      .build());
      response.getHistory().getEventsList().forEach(this::print);
      page = response.getNextPageToken();
    } while (!page.isEmpty());
  }

  private void print(HistoryEvent event) {
    out.printf(
        "%6d %s %s%s%n",
        event.getEventId(),
        Timestamps.toString(event.getEventTime()),
        event.getEventType().name().replace("EVENT_TYPE_", ""),
        activity(event));
  }

  /// Of a node: its type and its name.
  private static String activity(HistoryEvent event) {
    if (!event.hasActivityTaskScheduledEventAttributes()) {
      return "";
    }
    String summary = event.getUserMetadata().getSummary().getData().toStringUtf8();
    return " "
        + event.getActivityTaskScheduledEventAttributes().getActivityType().getName()
        + (summary.isEmpty() ? "" : " " + summary);
  }
}
