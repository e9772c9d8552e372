package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import org.cinegraph.bench.stack.StackFixture.Connection;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.NodeRun;
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
