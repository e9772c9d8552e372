package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.cinegraph.bench.stack.StackFixture.Connection;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.SubmitRunResponse;

/// A render that samples for six seconds, long enough for something to happen to it meanwhile.
final class SlowRender {
  /// For the JVM of the worker.
  static final String PAUSE = "-Dcinegraph.trial.pause-ms.sample-latents=250";

  /// Where more has to be started meanwhile: half a minute.
  static final String LONG_PAUSE = "-Dcinegraph.trial.pause-ms.sample-latents=1250";

  private SlowRender() {}

  /// Submits one and returns when it samples.
  ///
  /// @param word of its prompt, by which it differs from others
  static ByteString sampling(StackFixture stack, String word) throws InterruptedException {
    SubmitRunResponse submitted = stack.submit(graph(word), 0, word);
    assertThat(submitted.getProblemsList()).isEmpty();
    ByteString run = submitted.getRun().getRunId();
    try (Connection connection = stack.connect()) {
      while (step(connection, run) < 2) {
        Thread.sleep(50);
      }
    }
    return run;
  }

  private static int step(Connection connection, ByteString run) {
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(run).build();
    return connection.stub().getRun(request).getNodesList().stream()
        .filter(node -> node.getName().equals("latents"))
        .filter(node -> node.getState() == NodeState.NODE_STATE_RUNNING)
        .mapToInt(NodeRun::getStep)
        .max()
        .orElse(0);
  }

  private static String graph(String word) {
    return """
    graph: slow-render
    nodes:
      text:    {type: encode-text, with: {model: toybox, prompt: "a red ball %s"}}
      latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, frames: 32, steps: 24, seed: 1}}
      video:   {type: decode-video, with: {model: toybox, latents: $latents.latents}}
    outputs:
      video: $video.video
    """
        .formatted(word);
  }
}
