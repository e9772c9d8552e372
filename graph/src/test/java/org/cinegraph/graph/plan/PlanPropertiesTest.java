package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.Test;

/// Random graphs of `join` nodes, written in random order, against the simplest things that could
/// be right.
class PlanPropertiesTest {
  private static final int ROUNDS = 200;

  @Test
  void theOrderIsThatOfANaiveSort() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < ROUNDS; round++) {
      SequencedMap<String, Set<String>> graph = graph(random);
      Plan plan = GraphFixture.plan(written(graph));
      assertThat(plan.nodes()).extracting(PlannedNode::name).isEqualTo(naiveOrder(graph));
      for (PlannedNode node : plan.nodes()) {
        assertThat(plan.nodes().get(node.id())).isSameAs(node);
        assertThat(node.predecessors()).allMatch(from -> from < node.id());
        assertThat(names(plan, node.predecessors()))
            .containsExactlyInAnyOrderElementsOf(graph.getOrDefault(node.name(), Set.of()));
      }
    }
  }

  @Test
  void theOrderOfTheFileChangesNoMemoKey() {
    SplittableRandom random = new SplittableRandom(12);
    for (int round = 0; round < ROUNDS; round++) {
      SequencedMap<String, Set<String>> graph = graph(random);
      Plan plan = GraphFixture.plan(written(graph));
      Plan other = GraphFixture.plan(written(shuffled(graph, random)));
      assertThat(keys(other)).isEqualTo(keys(plan));
      assertThat(other.graphVersion()).isEqualTo(plan.graphVersion());
    }
  }

  @Test
  void noSegmentWaitsForALaterOne() {
    SplittableRandom random = new SplittableRandom(13);
    for (int round = 0; round < ROUNDS; round++) {
      int size = random.nextInt(1, 8);
      Plan plan =
          GraphFixture.plan(written(graph(random)), PlanOptions.PLAIN.withSegmentSize(size));
      assertThat(plan.segments()).isEqualTo((plan.nodes().size() + size - 1) / size);
      for (Plan.Edge edge : plan.edges()) {
        int from = plan.nodes().get(edge.from()).segment();
        int to = plan.nodes().get(edge.to()).segment();
        assertThat(from).isLessThanOrEqualTo(to);
        assertThat(edge.crossesSegments()).isEqualTo(from != to);
      }
    }
  }

  @Test
  void theTopologiesOfAllSegmentsMakeUpThePlan() {
    SplittableRandom random = new SplittableRandom(14);
    for (int round = 0; round < ROUNDS; round++) {
      int size = random.nextInt(1, 8);
      Plan plan =
          GraphFixture.plan(written(graph(random)), PlanOptions.PLAIN.withSegmentSize(size));
      List<Plan.Edge> inside = new ArrayList<>();
      for (int segment = 0; segment < plan.segments(); segment++) {
        Topology topology = Topology.unpack(Topology.of(plan, segment).pack());
        assertThat(topology).isEqualTo(Topology.of(plan, segment));
        for (int at = 0; at < topology.size(); at++) {
          int id = topology.id(at);
          PlannedNode node = plan.nodes().get(id);
          assertThat(topology.nodes().get(at).name()).isEqualTo(node.name());
          assertThat(topology.nodes().get(at).blocked())
              .isEqualTo(
                  node.predecessors().stream().anyMatch(from -> from < topology.firstNode()));
          topology
              .nodes()
              .get(at)
              .successors()
              .forEach(to -> inside.add(new Plan.Edge(id, topology.id(to), false)));
        }
      }
      assertThat(inside)
          .isEqualTo(plan.edges().stream().filter(edge -> !edge.crossesSegments()).toList());
    }
  }

  @Test
  void everyPlanReadsBackFromItsJson() {
    SplittableRandom random = new SplittableRandom(15);
    for (int round = 0; round < ROUNDS; round++) {
      Plan plan = GraphFixture.plan(written(graph(random)));
      PlanText text = PlanText.of(plan);
      assertThat(PlanText.of(text.plan())).isEqualTo(text);
    }
  }

  private static List<String> names(Plan plan, List<Integer> ids) {
    return ids.stream().map(id -> plan.nodes().get(id).name()).toList();
  }

  private static Map<String, Digest> keys(Plan plan) {
    Map<String, Digest> keys = new TreeMap<>();
    plan.nodes().forEach(node -> keys.put(node.name(), node.memoKey().orElseThrow()));
    return keys;
  }

  /// Again and again the first node of the file whose producers are all done.
  private static List<String> naiveOrder(SequencedMap<String, Set<String>> graph) {
    List<String> order = new ArrayList<>();
    while (order.size() < graph.size()) {
      for (Map.Entry<String, Set<String>> node : graph.entrySet()) {
        if (!order.contains(node.getKey()) && order.containsAll(node.getValue())) {
          order.add(node.getKey());
          break;
        }
      }
    }
    return order;
  }

  private static SequencedMap<String, Set<String>> graph(SplittableRandom random) {
    SequencedMap<String, Set<String>> graph = new LinkedHashMap<>();
    int nodes = random.nextInt(1, 30);
    for (int node = 0; node < nodes; node++) {
      Set<String> producers = new TreeSet<>();
      for (int left = random.nextInt(4); left > 0 && node > 0; left--) {
        producers.add("n" + random.nextInt(node));
      }
      graph.put("n" + node, producers);
    }
    return shuffled(graph, random);
  }

  private static SequencedMap<String, Set<String>> shuffled(
      SequencedMap<String, Set<String>> graph, SplittableRandom random) {
    List<String> names = new ArrayList<>(graph.keySet());
    Collections.shuffle(names, Random.from(random));
    SequencedMap<String, Set<String>> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, graph.getOrDefault(name, Set.of())));
    return shuffled;
  }

  private static String written(SequencedMap<String, Set<String>> graph) {
    StringBuilder source = new StringBuilder("graph: random\nnodes:\n");
    graph.forEach((name, producers) -> {
      source.append("  %s: {type: join, with: {tag: %s".formatted(name, name));
      int port = 0;
      for (String producer : producers) {
        source.append(", in%d: $%s.out".formatted(port++, producer));
      }
      source.append("}}\n");
    });
    return source.toString();
  }
}
