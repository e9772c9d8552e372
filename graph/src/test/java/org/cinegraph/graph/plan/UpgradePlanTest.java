package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.unroll.RunLists;
import org.junit.jupiter.api.Test;

/// Moving nodes to what is offered now. Nodes of the movie: text, latents, video, sound, movie.
class UpgradePlanTest {
  private static final Catalog OFFERED =
      Catalog.of(
          List.of(
              GraphFixture.entry("encode-text", 1),
              GraphFixture.entry("sample-latents", 2),
              GraphFixture.entry("decode-video", 2),
              GraphFixture.entry("generate-audio", 1)),
          Map.of());

  private static final Catalog KNOWN =
      Catalog.of(
          List.of(
              GraphFixture.entry("encode-text", 1),
              GraphFixture.entry("sample-latents", 1),
              GraphFixture.entry("sample-latents", 2),
              GraphFixture.entry("decode-video", 1),
              GraphFixture.entry("decode-video", 2),
              GraphFixture.entry("generate-audio", 1),
              GraphFixture.entry("mux", 1)),
          Map.of("toybox", Digest.of("a newer toybox")));

  @Test
  void aWaitingNodeMovesAndTheKeysOfAllThatFollowsChange() {
    Plan before = GraphFixture.plan(GraphFixture.MOVIE);
    UpgradePlan.Upgraded upgraded = upgraded(GraphFixture.MOVIE, before, open(2, 3, 4));
    assertThat(upgraded.moves().values()).containsExactly(List.of("video"));
    assertThat(upgraded.plan().nodes().subList(0, 2)).isEqualTo(before.nodes().subList(0, 2));
    assertThat(upgraded.plan().nodes().get(2).version()).isEqualTo(2);
    for (int node = 2; node < 5; node++) {
      assertThat(upgraded.plan().nodes().get(node).memoKey())
          .isPresent()
          .isNotEqualTo(before.nodes().get(node).memoKey());
    }
    assertThat(upgraded.plan().nodes())
        .extracting(PlannedNode::segment, PlannedNode::successors)
        .containsExactlyElementsOf(
            before.nodes().stream().map(node -> tuple(node.segment(), node.successors())).toList());
  }

  @Test
  void modelPackagesStayThoseOfTheFirstPlanning() {
    Plan before = GraphFixture.plan(GraphFixture.MOVIE);
    Plan after = upgraded(GraphFixture.MOVIE, before, open(2, 3, 4)).plan();
    assertThat(after.nodes().get(2).modelPackages())
        .isEqualTo(before.nodes().get(2).modelPackages());
  }

  @Test
  void whatHasEndedStays() {
    Plan before = GraphFixture.plan(GraphFixture.MOVIE);
    UpgradePlan.Upgraded upgraded = upgraded(GraphFixture.MOVIE, before, open(3, 4));
    assertThat(upgraded.moves()).isEmpty();
    assertThat(upgraded.plan()).isEqualTo(before);
  }

  @Test
  void aVersionThatTheAuthorWroteStays() {
    String pinned = GraphFixture.MOVIE.replace("type: decode-video,", "type: decode-video@1,");
    Plan before = GraphFixture.plan(pinned);
    assertThat(upgraded(pinned, before, open(2, 3, 4)).moves()).isEmpty();
  }

  private static UpgradePlan.Upgraded upgraded(String graph, Plan before, SortedSet<Integer> open) {
    return (UpgradePlan.Upgraded)
        UpgradePlan.upgrade(
            LinkedGraph.of(GraphFixture.document(graph)),
            before,
            open,
            KNOWN,
            OFFERED,
            new LinkedHashMap<>(),
            RunLists.NONE,
            PlanOptions.PLAIN);
  }

  private static SortedSet<Integer> open(Integer... nodes) {
    return new TreeSet<>(List.of(nodes));
  }
}
