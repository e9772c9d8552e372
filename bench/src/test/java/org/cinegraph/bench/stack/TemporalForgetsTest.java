package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// All that Temporal knew is deleted while a render samples.
@Timeout(180)
class TemporalForgetsTest {
  @TempDir Path folder;
  private StackFixture stack;

  @BeforeEach
  void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
    stack.startWorker(SlowRender.PAUSE);
    stack.awaitNodeTypes("encode-text", "sample-latents", "decode-video");
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void theNextEpochGoesOnAndNoNodeIsComputedAgain() throws Exception {
    ByteString run = SlowRender.sampling(stack, "rolls");
    stack.forgetTemporal();

    List<String> events = stack.eventsUntilEnd(run);
    OutagesTest.assertUndisturbed(events);
    assertThat(events).containsOnlyOnce("run-adopted", "node-succeeded text");
  }
}
