package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.NodeWait;
import org.cinegraph.proto.v1.WaitKind;
import org.cinegraph.proto.v1.WorkerSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that asks for a label, and real workers with and without it.
class LabelsTest {
  private static final String GRAPH =
      """
      graph: labels
      nodes:
        pause: {type: silence, with: {seconds: %s}, needs: {labels: [studio-a]}}
      outputs:
        sound: $pause.audio
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
  void aNodeWaitsForAWorkerWithItsLabelAlsoWhenThatOneComesBack() throws Exception {
    stack.startControlPlane();
    stack.startLabelledWorker("plain");
    stack.awaitNodeTypes("silence");
    ByteString run = submit("0.1");
    NodeWait wait = awaited(run, found -> found.getKind() == WaitKind.WAIT_KIND_LABEL);
    assertThat(wait.getWords())
        .isEqualTo("waits for a worker; no worker that offers silence has label studio-a");

    stack.startLabelledWorker("labelled", "studio-a", "fast");
    assertThat(stack.eventsUntilEnd(run)).endsWith("node-succeeded pause", "run-succeeded");
    assertThat(worker(run)).isEqualTo("labelled");

    stack.stopControlPlane();
    stack.startControlPlane();
    ByteString second = submit("0.2");
    assertThat(stack.eventsUntilEnd(second)).endsWith("node-succeeded pause", "run-succeeded");
    assertThat(worker(second)).isEqualTo("labelled");
    assertThat(workers())
        .filteredOn(worker -> worker.getName().equals("labelled"))
        .singleElement()
        .satisfies(
            worker -> assertThat(worker.getLabelsList()).containsExactly("fast", "studio-a"));
  }

  private ByteString submit(String seconds) {
    var submitted = stack.submit(GRAPH.formatted(seconds), 0, seconds);
    assertThat(submitted.getProblemsList()).isEmpty();
    return submitted.getRun().getRunId();
  }

  private NodeWait awaited(ByteString run, Predicate<NodeWait> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      NodeWait wait;
      try (StackFixture.Connection connection = stack.connect()) {
        wait = explained(connection, run);
      }
      if (wanted.test(wait)) {
        return wait;
      }
      assertThat(System.nanoTime()).as(wait.getWords()).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  /// A run that is not planned yet has no nodes.
  private static NodeWait explained(StackFixture.Connection connection, ByteString run) {
    try {
      return connection
          .stub()
          .explainNode(ExplainNodeRequest.newBuilder().setRunId(run).setNode("pause").build())
          .getWait();
    } catch (io.grpc.StatusRuntimeException notYet) {
      return NodeWait.newBuilder().setWords(String.valueOf(notYet.getMessage())).build();
    }
  }

  private String worker(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection
          .stub()
          .explainNode(ExplainNodeRequest.newBuilder().setRunId(run).setNode("pause").build())
          .getNode()
          .getWorker();
    }
  }

  private List<WorkerSummary> workers() {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection
          .stub()
          .getServerInfo(GetServerInfoRequest.getDefaultInstance())
          .getWorkersList();
    }
  }
}
