package org.cinegraph.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.cinegraph.cli.progress.RunLines;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeLine;
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
          .build();
  private static final List<NodeRun> NODES =
      List.of(node("text", false), node("latents", true), node("video", true));

  @Test
  void nodesThatAreEqualInNumbersOnlyAreNamedWithTheReason() {
    assertThat(RunText.lines(RUN, shown(NODES)))
        .endsWith(
            "Equal in numbers, not in bits, to an uninterrupted run, because of a checkpoint of"
                + " another machine: latents, video");
    assertThat(RunText.lines(RUN, shown(NODES.subList(0, 1))))
        .noneMatch(line -> line.contains("Equal in numbers"));
  }

  @Test
  void scriptsAreToldOnTheNodesThatItIsTrueOf() {
    assertThat(CanonicalJson.write(RunJson.json(RUN, shown(NODES))))
        .containsSubsequence(
            "\"name\":\"latents\",\"numericallyEquivalent\":true", "\"numericallyEquivalent\":true")
        .doesNotContain("\"numericallyEquivalent\":false");
  }

  private static RunLines shown(List<NodeRun> nodes) {
    return new RunLines(
        nodes.stream()
            .map(node -> new RunLines.Entry(0, NodeLine.newBuilder().setNode(node).build()))
            .toList(),
        NodeCounts.newBuilder().setAll(nodes.size()).build(),
        false);
  }

  private static NodeRun node(String name, boolean equivalent) {
    return NodeRun.newBuilder()
        .setName(name)
        .setState(NodeState.NODE_STATE_SUCCEEDED)
        .setNumericallyEquivalent(equivalent)
        .build();
  }
}
