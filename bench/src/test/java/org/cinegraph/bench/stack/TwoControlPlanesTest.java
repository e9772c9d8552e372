package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.cinegraph.bench.stack.StackFixture.Connection;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WorkerSummary;
import org.cinegraph.workflows.server.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two control planes on one Postgres: both answer, one leads, and when it dies the other does.
@Timeout(180)
class TwoControlPlanesTest {
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
  void whenTheLeaderDiesTheOtherOneLeadsAndTheWorkerComputesOn() throws Exception {
    stack.startControlPlane();
    stack.startWorker(SlowRender.PAUSE);
    stack.awaitNodeTypes("encode-text", "sample-latents", "decode-video");
    stack.startOtherControlPlane();
    ByteString run = SlowRender.sampling(stack, "rolls");
    try (Connection other = stack.connectToOther()) {
      assertThat(leads(other)).isFalse();
      assertThat(node(other, run, "text").getMemoKey()).isNotEmpty();

      stack.stopControlPlane();
      while (!leads(other)) {
        Thread.sleep(20);
      }

      OutagesTest.assertUndisturbed(StackFixture.eventsUntilEnd(run, stack.connectToOther()));
      assertThat(node(other, run, "latents").getAttempts()).isEqualTo(1);
    }
  }

  @Test
  void aWorkerThatDiesRightAfterItsControlPlaneIsNotWaitedForUntilItsDeadline() throws Exception {
    ChildProcess leader = stack.startControlPlane();
    ChildProcess worker = stack.startWorker(SlowRender.LONG_PAUSE);
    stack.awaitNodeTypes("encode-text", "sample-latents", "decode-video");
    stack.startOtherControlPlane();
    ByteString run = SlowRender.sampling(stack, "dies");
    stack.startWorkerWithEmptyCache();
    awaitWorkers(2);
    try (Connection other = stack.connectToOther()) {
      assertThat(leads(other)).isFalse();

      kill(leader);
      kill(worker);
      Instant died = Instant.now();
      var news =
          other.stub().watchRun(WatchRunRequest.newBuilder().setRunId(run).setFrom(1).build());
      String event = "";
      while (!event.equals("node-retrying")) {
        event = news.next().getEvent().getType();
      }

      assertThat(Duration.between(died, Instant.now())).isLessThan(Duration.ofSeconds(12));
      assertThat(StackFixture.eventsUntilEnd(run, stack.connectToOther()))
          .containsSubsequence("node-retrying latents", "node-started latents", "run-succeeded");
    }
  }

  private void awaitWorkers(int wanted) throws InterruptedException {
    try (Connection to = stack.connect()) {
      while (to
              .stub()
              .getServerInfo(GetServerInfoRequest.getDefaultInstance())
              .getWorkersList()
              .stream()
              .filter(WorkerSummary::getConnected)
              .count()
          < wanted) {
        Thread.sleep(50);
      }
    }
  }

  private static void kill(ChildProcess process) {
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static boolean leads(Connection to) {
    return to.stub().getServerInfo(GetServerInfoRequest.getDefaultInstance()).getLeads();
  }

  private static NodeRun node(Connection to, ByteString run, String name) {
    return to
        .stub()
        .getRun(GetRunRequest.newBuilder().setRunId(run).build())
        .getNodesList()
        .stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
