package org.cinegraph.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.proto.v1.NodeCounts;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  @Test
  void eachNodeHasALineThatSaysWhereItIs() {
    List<NodeView> nodes =
        List.of(
            node("text", "encode-text", Phase.MEMO_HIT, ""),
            new NodeView(
                "latents",
                "sample-latents",
                Phase.RUNNING,
                9,
                24,
                Optional.of(Duration.ofSeconds(14)),
                "run",
                false),
            node("video", "decode-video", Phase.PLANNED, ""),
            node("large", "upsample", Phase.WAITING, "no connected worker offers upsample@2"),
            node("sound", "generate-audio", Phase.COMPUTED, "in 3.2 s"),
            node("judged", "approval", Phase.COMPUTED, ""),
            node("movie", "mux", Phase.FAILED, "no picture"));

    assertThat(ProgressLines.of(nodes, 100, 30))
        .containsExactly(
            "text     encode-text     memo hit",
            "latents  sample-latents  [#######.............] step 9 of 24, 14 s left",
            "video    decode-video",
            "large    upsample        waits: no connected worker offers upsample@2",
            "sound    generate-audio  computed in 3.2 s",
            "judged   approval        accepted",
            "movie    mux             failed: no picture");
  }

  @Test
  void aLineIsNeverWiderThanTheTerminal() {
    List<NodeView> nodes = List.of(node("large", "upsample", Phase.WAITING, "x".repeat(200)));

    assertThat(ProgressLines.of(nodes, 40, 30))
        .containsExactly("large  upsample  waits: xxxxxxxxxxxxx...")
        .allSatisfy(line -> assertThat(line).hasSize(40));
  }

  @Test
  void whereNotAllNodesFitThoseAtWorkAreShownAndTheRestCounted() {
    List<NodeView> nodes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      nodes.add(node("done" + i, "noop", Phase.COMPUTED, ""));
    }
    nodes.add(node("busy", "noop", Phase.RUNNING, ""));
    nodes.add(node("later", "noop", Phase.PLANNED, ""));

    assertThat(ProgressLines.of(nodes, 80, 4))
        .containsExactly("busy  noop  running", "... and 9 more lines; 8 of 10 ended");
  }

  @Test
  void aTerminalThatIsJustHighEnoughShowsEveryNode() {
    List<NodeView> nodes =
        List.of(node("a", "noop", Phase.COMPUTED, ""), node("b", "noop", Phase.PLANNED, ""));

    assertThat(ProgressLines.of(nodes, 80, 2)).hasSize(2);
    assertThat(ProgressLines.of(nodes, 80, 1))
        .containsExactly("... and 2 more lines; 1 of 2 ended");
  }

  @Test
  void totalsNameHitsAndComputedAlwaysAndTroubleOnlyWhereThereIsSome() {
    assertThat(ProgressLines.totals(NodeCounts.newBuilder().setAll(2).setMemoHits(2).build()))
        .isEqualTo("2 nodes: 2 memo hits, 0 computed");
    assertThat(
            ProgressLines.totals(
                NodeCounts.newBuilder()
                    .setAll(4)
                    .setComputed(1)
                    .setFailed(1)
                    .setSkipped(1)
                    .setStopped(1)
                    .build()))
        .isEqualTo("4 nodes: 0 memo hits, 1 computed, 1 failed, 1 skipped, 1 stopped");
  }

  @Test
  void durationsHaveFewDigits() {
    assertThat(ProgressLines.duration(Duration.ofMillis(4230))).isEqualTo("4.2 s");
    assertThat(ProgressLines.duration(Duration.ofMillis(9960))).isEqualTo("10 s");
    assertThat(ProgressLines.duration(Duration.ofMillis(59_600))).isEqualTo("1 min 0 s");
    assertThat(ProgressLines.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(ProgressLines.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
  }

  private static NodeView node(String name, String type, Phase phase, String remark) {
    return NodeView.plain(name, type, phase, remark);
  }
}
