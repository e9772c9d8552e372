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
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
    return with(
        address,
        out,
        records -> {
          List<WorkflowExecutionInfo> workflows = records.of(run);
          workflows.forEach(records::print);
          return !workflows.isEmpty();
        });
  }

  /// Writes the history of each of the run's workflows as JSON, a file each, for a replay.
  ///
  /// @param name begins the files' names
  /// @return the files
  /// @throws TemporalException when the server does not answer
  public static List<Path> save(
      String address, String run, Path folder, String name, PrintStream out) {
    return with(
        address,
        out,
        records -> {
          List<Path> files = new ArrayList<>();
          for (WorkflowExecutionInfo workflow : records.of(run)) {
            files.add(folder.resolve("%s-%d.json".formatted(name, files.size() + 1)));
            records.save(workflow, files.getLast());
          }
          return files;
        });
  }

  private static <T> T with(String address, PrintStream out, Function<TemporalRecords, T> read) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    try {
      return read.apply(new TemporalRecords(stubs, out));
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

  /// Oldest first.
  private List<WorkflowExecutionInfo> of(String run) {
    ListWorkflowExecutionsRequest request =
        ListWorkflowExecutionsRequest.newBuilder()
            .setNamespace(TemporalNamespace.NAME)
            .setPageSize(MOST_WORKFLOWS)
            .setQuery("WorkflowId STARTS_WITH '" + run.replace("'", "") + "'")
            .build();
    return stubs.blockingStub().listWorkflowExecutions(request).getExecutionsList().reversed();
  }

  private void save(WorkflowExecutionInfo workflow, Path file) {
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(TemporalNamespace.NAME).build());
    String json =
        client
            .fetchHistory(
                workflow.getExecution().getWorkflowId(), workflow.getExecution().getRunId())
            .toJson(true);
    try {
      Files.writeString(file, json + "\n");
    } catch (IOException e) {
      throw new TemporalException("The history cannot be written: " + e + ".", e);
    }
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
