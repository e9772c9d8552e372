package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.proto.v1.AttemptLog;
import org.cinegraph.proto.v1.GetNodeLogRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.workflows.server.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The node type of docs/node-types.md in a real worker, which is stopped midway.
@Timeout(240)
class NodeTypesPageTest {
  /// Some seconds for all rows.
  private static final int SECONDS = 1_500_000;

  /// More than a second for a row that crosses the set.
  private static final int MINUTES = 100_000_000;

  @TempDir private Path folder;
  private StackFixture stack;
  private NodeTypesPage page;
  private Path jars;

  @BeforeEach
  void start() throws Exception {
    page = NodeTypesPage.read();
    jars = page.pack(folder);
    stack = new StackFixture(folder);
    stack.startControlPlane();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void aDrainedWorkerHandsItsLoopBackAndAnotherGoesOnToTheSameBytes() throws Exception {
    assertThat(page.java().lines().count()).as("a short page").isLessThan(60);
    ChildProcess first = stack.startWorkerWithNodes("first", jars);
    ByteString run = submit(SECONDS);
    awaitStep(run, 12);

    sigterm(first);
    assertThat(first.onExit().get(60, TimeUnit.SECONDS)).isZero();
    stack.startWorkerWithNodes("second", jars);

    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence("node-started draw", "node-started draw", "node-succeeded draw")
        .doesNotContain("node-retrying draw")
        .endsWith("run-succeeded");
    List<AttemptLog> attempts = attempts(run);
    assertThat(attempts).extracting(AttemptLog::getOutcome).containsExactly("stopped", "done");
    assertThat(attempts.getLast().getLog()).contains("resumes before step ");
    GetRunResponse ended = find(run);
    assertThat(ended.getNodes(0).getAttempts()).isEqualTo(1);
    assertThat(ended.getNodes(0).getNumericallyEquivalent()).isFalse();
    assertThat(ended.getOutputs(0).getValue().getArtifact().getDigest())
        .isEqualTo(uninterrupted(SECONDS));
  }

  @Test
  void aSecondSignalDoesNotWaitForTheStep() throws Exception {
    ChildProcess worker = stack.startWorkerWithNodes("first", jars);
    ByteString run = submit(MINUTES);
    awaitStep(run, 14);

    sigterm(worker);
    // Signals of one kind that come at once are one signal.
    Thread.sleep(100);
    sigterm(worker);

    assertThat(worker.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(143);
    assertThat(find(run).getRun().hasEndedAt()).isFalse();
  }

  private ByteString submit(int detail) throws Exception {
    stack.awaitNodeTypes("draw-fractal");
    var submitted = stack.submit(page.graphWithDetail(detail), 0);
    assertThat(submitted.getProblemsList()).isEmpty();
    return submitted.getRun().getRunId();
  }

  private void awaitStep(ByteString run, int step) {
    try (StackFixture.Connection connection = stack.connect()) {
      var news =
          connection.stub().watchRun(WatchRunRequest.newBuilder().setRunId(run).setFrom(1).build());
      while (news.hasNext()) {
        if (news.next().getProgress().getStep() >= step) {
          return;
        }
      }
    }
    throw new AssertionError("The run ended before step " + step);
  }

  private static void sigterm(ChildProcess worker) {
    ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroy);
  }

  private List<AttemptLog> attempts(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection
          .stub()
          .getNodeLog(GetNodeLogRequest.newBuilder().setRunId(run).setNode("draw").build())
          .getAttemptsList();
    }
  }

  private GetRunResponse find(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection.stub().getRun(GetRunRequest.newBuilder().setRunId(run).build());
    }
  }

  /// The digest of the same picture, drawn here without a stop.
  private ByteString uninterrupted(int detail) throws Exception {
    URL jar = jars.resolve("fractal.jar").toUri().toURL();
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {jar}, NodeType.class.getClassLoader());
        FolderContext context =
            new FolderContext(Files.createDirectories(folder.resolve("here")))) {
      NodeType type =
          (NodeType)
              loader
                  .loadClass("com.example.fractal.DrawFractal")
                  .getDeclaredConstructor()
                  .newInstance();
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("detail", detail);
      return ByteString.copyFrom(context.run(type, with).digest().bytes());
    }
  }
}
