package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.StopRunRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that share a stack, with every part a process of its own.
class RunsSideBySideTest {
  private static final String SLOW =
      """
      graph: slow
      nodes:
        wait: {type: no-op-slow, with: {salt: shared, seconds: 4}}
      outputs:
        value: $wait.value
      """;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir static Path folder;
  private static StackFixture stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
    stack.startPlainWorker();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void equalKeysAreComputedOnceAndTheSecondRunGoesOnWhenTheFirstIsStopped() throws Exception {
    ByteString first = stack.submit(SLOW, 0, "first").getRun().getRunId();
    ByteString second = stack.submit(SLOW, 0, "second").getRun().getRunId();
    awaitRunning(first);
    awaitRunning(second);
    assertThat(node(first).getMemoKey()).isEqualTo(node(second).getMemoKey());

    try (StackFixture.Connection connection = stack.connect()) {
      connection
          .stub()
          .stopRun(StopRunRequest.newBuilder().setRunId(first).setWhy("a test").build());
    }

    assertThat(stack.eventsUntilEnd(first)).endsWith("node-stopped wait", "run-stopped");
    assertThat(stack.eventsUntilEnd(second)).endsWith("node-succeeded wait", "run-succeeded");
    assertThat(node(second).getAttempts()).as("leases of the one work").isEqualTo(1);
  }

  @Test
  void aRunCutIntoSegmentsOfThreeEndsWithEveryNode() {
    ByteString run = stack.submit(chain(10), 3, "segments").getRun().getRunId();

    assertThat(stack.eventsUntilEnd(run))
        .endsWith("run-succeeded")
        .containsSubsequence(IntStream.range(0, 10).mapToObj(i -> "node-succeeded n" + i).toList());
  }

  private static String chain(int nodes) {
    StringBuilder yaml = new StringBuilder("graph: chain\nnodes:\n");
    for (int i = 0; i < nodes; i++) {
      String after = i == 0 ? "" : ", after: $n%d.value".formatted(i - 1);
      yaml.append("  n%d: {type: no-op, with: {salt: c%d%s}}%n".formatted(i, i, after));
    }
    return yaml.toString();
  }

  private static void awaitRunning(ByteString run) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (node(run).getState() != NodeState.NODE_STATE_RUNNING) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static NodeRun node(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection
          .stub()
          .getRun(GetRunRequest.newBuilder().setRunId(run).build())
          .getNodesList()
          .stream()
          .findFirst()
          .orElse(NodeRun.getDefaultInstance());
    }
  }
}
