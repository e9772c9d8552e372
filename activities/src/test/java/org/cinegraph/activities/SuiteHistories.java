package org.cinegraph.activities;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Every history that a suite has left on its Temporal server, replayed by the present interpreter
/// in a JVM of its own.
final class SuiteHistories {
  private static final int MINUTES = 2;

  private SuiteHistories() {}

  /// Writes the history of every workflow that the server knows, a file each.
  ///
  /// @return how many
  static int fetch(Temporal temporal, Path folder) throws IOException {
    List<String> workflows =
        temporal
            .client()
            .listExecutions("")
            .map(execution -> execution.getExecution().getWorkflowId())
            .sorted()
            .distinct()
            .toList();
    for (String workflow : workflows) {
      Files.writeString(
          folder.resolve(workflow.replace('/', '_') + ".json"),
          ownPart(temporal.client().fetchHistory(workflow)).toJson(false));
    }
    return workflows.size();
  }

  /// Without what ended the workflow from outside: on a slow machine the reconciler may be faster
  /// than the last task of a workflow whose run has ended.
  private static WorkflowExecutionHistory ownPart(WorkflowExecutionHistory history) {
    List<HistoryEvent> events = history.getEvents();
    boolean isTerminated =
        events.getLast().getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED;
    return isTerminated
        ? new WorkflowExecutionHistory(
            History.newBuilder().addAllEvents(events.subList(0, events.size() - 1)).build(),
            history.getWorkflowExecution().getWorkflowId())
        : history;
  }

  /// @return what the replaying JVM said, and its exit status
  static Outcome replay(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                "-cp",
                System.getProperty("java.class.path"),
                ReplayHistories.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), said);
  }

  record Outcome(int exit, String said) {}
}
