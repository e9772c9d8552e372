package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.GraphLimits;
import org.junit.jupiter.api.Test;

class TopologyTest {

  @Test
  void aWorkflowSeesEdgesInsideItsSegmentAndWhatIsBlocked() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE, PlanOptions.PLAIN.withSegmentSize(3));
    Topology first = Topology.of(plan, 0);
    Topology second = Topology.of(plan, 1);
    assertThat(first.nodes().getFirst())
        .isEqualTo(
            new Topology.Node("text", "encode-text", false, false, false, false, List.of(1)));
    assertThat(first.nodes().getLast().successors()).isEmpty();
    assertThat(second.firstNode()).isEqualTo(3);
    assertThat(second.nodes())
        .containsExactly(
            new Topology.Node("sound", "generate-audio", true, false, false, false, List.of(1)),
            new Topology.Node("movie", "mux", true, false, false, false, List.of()));
    assertThat(second.producers()).containsExactly(0, 1);
  }

  @Test
  void nothingIsBlockedByANodeThatEndedBefore() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE, PlanOptions.PLAIN.withSegmentSize(3));
    BitSet ended = new BitSet();
    ended.set(2);
    ended.set(3);
    assertThat(Topology.unpack(Topology.of(plan, 1, ended).pack()).nodes())
        .containsExactly(
            new Topology.Node("sound", "generate-audio", false, true, false, false, List.of(1)),
            new Topology.Node("movie", "mux", false, false, false, false, List.of()));
  }

  @Test
  void fiveHundredNodesWithTheLongestNamesAndEightInputsFitIntoWhatTemporalMayCarry() {
    SplittableRandom random = new SplittableRandom(3);
    int nodes = 500;
    StringBuilder source = new StringBuilder("graph: g\nnodes:\n");
    for (int node = 0; node < nodes; node++) {
      source.append("  %s: {type: join, with: {".formatted(name(node)));
      for (int port = 0; port < 8 && node > 0; port++) {
        source.append("in%d: $%s.out, ".formatted(port, name(random.nextInt(node))));
      }
      source.append("tag: x}}\n");
    }
    Plan plan = GraphFixture.plan(source.toString());
    assertThat(plan.segments()).isEqualTo(1);
    byte[] packed = Topology.of(plan, 0).pack();
    assertThat(packed.length).isBetween(nodes * GraphLimits.NAME_LENGTH, Topology.MOST_BYTES);
    assertThat(Topology.unpack(packed)).isEqualTo(Topology.of(plan, 0));
    assertThat(Topology.of(plan, 0).pack()).isEqualTo(packed);
  }

  @Test
  void aSegmentThatWouldBecomeTooHeavyIsCutEarlier() {
    StringBuilder source = new StringBuilder("graph: g\nnodes:\n");
    for (int node = 0; node < 3_000; node++) {
      source.append("  %s: {type: join}\n".formatted(name(node)));
    }
    Plan plan = GraphFixture.plan(source.toString(), PlanOptions.PLAIN.withSegmentSize(100_000));
    assertThat(plan.segments()).isGreaterThan(1);
    for (int segment = 0; segment < plan.segments(); segment++) {
      assertThat(Topology.of(plan, segment).pack().length).isLessThanOrEqualTo(Topology.MOST_BYTES);
    }
  }

  @Test
  void brokenBytesAreRefused() {
    byte[] packed = Topology.of(GraphFixture.plan(GraphFixture.MOVIE), 0).pack();
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> Topology.unpack(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    packed[0] = 9;
    assertThatThrownBy(() -> Topology.unpack(packed)).hasMessage("Topology of unknown format 9");
  }

  private static String name(int node) {
    return "n" + "0".repeat(GraphLimits.NAME_LENGTH - 6) + "%05d".formatted(node);
  }
}
