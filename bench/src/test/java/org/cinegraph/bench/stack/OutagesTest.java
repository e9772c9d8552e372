package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a render is without for longer than a lease lives: nothing fails, everything waits and goes
/// on.
@Timeout(180)
class OutagesTest {
  private static final int LONGER_THAN_A_LEASE_S = 18;

  @TempDir static Path folder;
  private static StackFixture stack;
  private static CuttableRelay postgres;
  private static CuttableRelay temporal;

  @BeforeAll
  static void start() throws Exception {
    stack = new StackFixture(folder);
    postgres = stack.relayPostgres();
    temporal = stack.relayTemporal();
    stack.startControlPlane();
    stack.startWorker(SlowRender.PAUSE);
    stack.awaitNodeTypes("encode-text", "sample-latents", "decode-video");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aRenderOutlivesAnOutageOfPostgres() throws Exception {
    ByteString run = SlowRender.sampling(stack, "rolls");
    lose(postgres);

    assertUndisturbed(stack.eventsUntilEnd(run));
  }

  @Test
  void aRenderOutlivesAnOutageOfTemporal() throws Exception {
    ByteString run = SlowRender.sampling(stack, "jumps");
    lose(temporal);

    assertUndisturbed(stack.eventsUntilEnd(run));
  }

  private static void lose(CuttableRelay relay) throws InterruptedException {
    relay.away(true);
    Thread.sleep(1_000L * LONGER_THAN_A_LEASE_S);
    relay.away(false);
  }

  /// Every node was computed once, in one attempt.
  static void assertUndisturbed(List<String> events) {
    assertThat(events)
        .endsWith("run-succeeded")
        .containsOnlyOnce("node-started latents", "node-succeeded latents", "node-succeeded video")
        .doesNotContain("node-retrying latents", "node-retrying video");
  }
}
