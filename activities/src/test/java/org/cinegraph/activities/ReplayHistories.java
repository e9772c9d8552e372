package org.cinegraph.activities;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.workflows.RunWorkflowV1;
import org.cinegraph.workflows.SegmentWorkflowV1;

/// A program that replays histories in a JVM that has run none of them: what a workflow keeps in
/// static state, or takes from the iteration order of a process, shows here only.
final class ReplayHistories {
  private ReplayHistories() {}

  /// @param arguments the folder with one JSON file per history; exits with 1 and names each file
  ///   that does not replay
  public static void main(String[] arguments) throws IOException {
    List<Path> histories;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      histories = files.sorted().toList();
    }
    int failed = 0;
    for (Path history : histories) {
      failed += replays(history) ? 0 : 1;
    }
    System.out.printf("%d histories replayed, %d failed%n", histories.size(), failed);
    System.exit(failed == 0 ? 0 : 1);
  }

  private static boolean replays(Path history) throws IOException {
    try {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(Files.readString(history)),
          RunWorkflowV1.class,
          SegmentWorkflowV1.class);
      return true;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      System.out.printf("%s does not replay: %s%n", history.getFileName(), e);
      return false;
    }
  }
}
