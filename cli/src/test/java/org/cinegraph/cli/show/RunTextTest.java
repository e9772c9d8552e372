package org.cinegraph.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.RunSummary;
import org.junit.jupiter.api.Test;

class RunTextTest {
  private static final GetRunResponse RUN =
      GetRunResponse.newBuilder()
          .setRun(
              RunSummary.newBuilder()
                  .setRunId(ByteString.copyFrom(new byte[16]))
                  .setGraphVersion(ByteString.copyFrom(Digest.of("graph").bytes()))
                  .setState(RunState.RUN_STATE_SUCCEEDED))
          .addNodes(node("text", false))
          .addNodes(node("latents", true))
          .addNodes(node("video", true))
          .build();

  @Test
  void nodesThatAreEqualInNumbersOnlyAreNamedWithTheReason() {
    assertThat(RunText.lines(RUN))
        .endsWith(
            "Equal in numbers, not in bits, to an uninterrupted run, because of a checkpoint of"
                + " another machine: latents, video");
    assertThat(RunText.lines(RUN.toBuilder().removeNodes(2).removeNodes(1).build()))
        .noneMatch(line -> line.contains("Equal in numbers"));
  }

  @Test
  void scriptsAreToldOnTheNodesThatItIsTrueOf() {
    assertThat(CanonicalJson.write(RunJson.json(RUN)))
        .containsSubsequence(
            "\"name\":\"latents\",\"numericallyEquivalent\":true", "\"numericallyEquivalent\":true")
        .doesNotContain("\"numericallyEquivalent\":false");
  }

  private static NodeRun node(String name, boolean equivalent) {
    return NodeRun.newBuilder()
        .setName(name)
        .setState(NodeState.NODE_STATE_SUCCEEDED)
        .setNumericallyEquivalent(equivalent)
        .build();
  }
}
