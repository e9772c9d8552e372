package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.workflows.server.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The thinnest path through every real part: two nodes, and a control plane that dies.
class TwoNodesTest {
  private static final String GRAPH =
      """
      graph: two-nodes
      nodes:
        first:  {type: no-op, with: {salt: %s}}
        second: {type: no-op, with: {after: $first.value}}
      outputs:
        last: $second.value
      """;
  private static final String[] EVENTS = {
    "run-submitted",
    "run-planned",
    "node-started first",
    "node-succeeded first",
    "node-started second",
    "node-succeeded second",
    "run-succeeded"
  };

  @TempDir Path folder;
  private StackFixture stack;

  @BeforeEach
  void start() throws Exception {
    stack = new StackFixture(folder);
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void twoNodesRunThroughEveryProcess() {
    stack.startControlPlane();
    stack.startPlainWorker();
    SubmitRunResponse submitted = stack.submit(GRAPH.formatted("plain"), 0);
    assertThat(submitted.getProblemsList()).isEmpty();
    assertThat(stack.eventsUntilEnd(submitted.getRun().getRunId())).containsExactly(EVENTS);
  }

  @Test
  void aControlPlaneThatIsKilledBetweenDoneAndCompletionLosesNothing() throws Exception {
    ChildProcess dying = stack.startControlPlane("-Dcinegraph.crash-at=BEFORE_TELLING");
    stack.startPlainWorker();
    SubmitRunResponse submitted = stack.submit(GRAPH.formatted("killed"), 0);
    assertThat(dying.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(137);
    stack.startControlPlane();
    assertThat(stack.eventsUntilEnd(submitted.getRun().getRunId())).containsExactly(EVENTS);
  }
}
