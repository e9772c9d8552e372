package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.unroll.Cut;
import org.junit.jupiter.api.Test;

/// What a cut promises, over random graphs of plain nodes, loops, blocks, branches and value nodes:
/// it is the graph that the author would have written without the rest.
class CutPropertiesTest {
  private static final int ROUNDS = 150;

  /// @param takes names of the nodes that it takes something from
  private record Written(String name, String line, Set<String> takes) {}

  @Test
  void onlyANodeEqualsTheGraphThatIsCutByHand() {
    SplittableRandom random = new SplittableRandom(41);
    for (int round = 0; round < ROUNDS; round++) {
      List<Written> graph = graph(random);
      String node = graph.get(random.nextInt(graph.size())).name();
      Plan cut = plan(source(graph, "  all: $n0.out\n"), Cut.Kind.ONLY, node);
      Set<String> needed = needed(graph, node);
      Plan byHand =
          GraphFixture.plan(
              source(
                  graph.stream().filter(it -> needed.contains(it.name())).toList(),
                  "  out: $%s.out\n".formatted(node)));
      assertThat(cut.nodes()).isEqualTo(byHand.nodes());
      assertThat(cut.outputs()).isEqualTo(byHand.outputs());
    }
  }

  @Test
  void untilANodeEqualsTheGraphWithoutWhatIsBehindIt() {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < ROUNDS; round++) {
      List<Written> graph = graph(random);
      String node = graph.get(random.nextInt(graph.size())).name();
      Plan cut = plan(source(graph, ""), Cut.Kind.UNTIL, node);
      Plan byHand =
          GraphFixture.plan(
              source(
                  graph.stream()
                      .filter(
                          it -> it.name().equals(node) || !needed(graph, it.name()).contains(node))
                      .toList(),
                  ""));
      assertThat(cut.nodes()).isEqualTo(byHand.nodes());
      assertThat(cut.outputs().keySet()).allMatch("out"::equals);
    }
  }

  @Test
  void aPartHasTheKeysThatItHasInTheWhole() {
    SplittableRandom random = new SplittableRandom(43);
    for (int round = 0; round < ROUNDS; round++) {
      List<Written> graph = graph(random);
      Map<String, Digest> whole = keys(GraphFixture.plan(source(graph, "")));
      for (Cut.Kind kind : Cut.Kind.values()) {
        String node = graph.get(random.nextInt(graph.size())).name();
        assertThat(whole).containsAllEntriesOf(keys(plan(source(graph, ""), kind, node)));
      }
    }
  }

  @Test
  void aForcedNodeAndWhatIsBehindItIsComputedAnewAndNothingElse() {
    SplittableRandom random = new SplittableRandom(44);
    for (int round = 0; round < ROUNDS; round++) {
      List<Written> graph = graph(random);
      String forced = graph.get(random.nextInt(graph.size())).name();
      Plan plan =
          GraphFixture.plan(
              source(graph, ""),
              new PlanOptions(500, new TreeSet<>(), "run")
                  .forcing(List.of(NodePath.find(forced).orElseThrow())));
      for (PlannedNode node : plan.nodes()) {
        String top = node.name().split("[/\\[.]", 2)[0];
        if (node.kind() == NodeKind.COMPUTE && top.equals(forced)) {
          assertThat(node.salt()).contains("run/" + node.name());
        }
        if (!needed(graph, top).contains(forced)) {
          assertThat(node.salt()).isEmpty();
        }
      }
    }
  }

  @Test
  void aNodeOfARoundIsForcedByItsPathAndThatOfEveryRoundWithoutAPlace() {
    String source =
        """
        graph: g
        nodes:
          shot:
            for-each: [a, b]
            nodes:
              text: {type: join, with: {in0: $item}}
              more: {type: join, with: {in0: $text.out}}
              side: {type: join, with: {in0: $item}}
            outputs: {more: $more.out, side: $side.out}
        """;
    assertThat(salted(source, "shot[1]/text")).containsExactly("shot[1]/text", "shot[1]/more");
    assertThat(salted(source, "shot/more")).containsExactly("shot[0]/more", "shot[1]/more");
    assertThat(salted(source, "shot[0]"))
        .containsExactly("shot[0]/text", "shot[0]/more", "shot[0]/side");
  }

  private static List<String> salted(String source, String forced) {
    PlanOptions options = PlanOptions.PLAIN.forcing(List.of(NodePath.find(forced).orElseThrow()));
    return GraphFixture.plan(source, options).nodes().stream()
        .filter(node -> node.kind() == NodeKind.COMPUTE && node.salt().isPresent())
        .map(PlannedNode::name)
        .toList();
  }

  private static Plan plan(String source, Cut.Kind kind, String node) {
    return GraphFixture.plan(
        source, PlanOptions.PLAIN.cutAt(new Cut(kind, NodePath.find(node).orElseThrow())));
  }

  private static Map<String, Digest> keys(Plan plan) {
    Map<String, Digest> keys = new TreeMap<>();
    plan.nodes().forEach(node -> node.memoKey().ifPresent(key -> keys.put(node.name(), key)));
    return keys;
  }

  private static Set<String> needed(List<Written> graph, String node) {
    Set<String> needed = new TreeSet<>();
    needed.add(node);
    for (int place = graph.size() - 1; place >= 0; place--) {
      if (needed.contains(graph.get(place).name())) {
        needed.addAll(graph.get(place).takes());
      }
    }
    return needed;
  }

  private static String source(Collection<Written> graph, String outputs) {
    return "graph: g\nnodes:\n"
        + graph.stream().map(Written::line).collect(Collectors.joining())
        + (outputs.isEmpty() ? "" : "outputs:\n" + outputs);
  }

  private static List<Written> graph(SplittableRandom random) {
    List<Written> graph = new ArrayList<>();
    int nodes = random.nextInt(1, 14);
    for (int node = 0; node < nodes; node++) {
      Set<String> takes = new TreeSet<>();
      String name = "n" + node;
      for (int link = 0; node > 0 && link < random.nextInt(4); link++) {
        takes.add("n" + random.nextInt(node));
      }
      graph.add(new Written(name, "  %s: %s\n".formatted(name, form(random, name, takes)), takes));
    }
    return graph;
  }

  /// Something that gives one text as `out`, whatever it is.
  private static String form(SplittableRandom random, String name, Set<String> takes) {
    StringBuilder with = new StringBuilder("tag: " + name);
    int port = 0;
    for (String from : takes) {
      with.append(", in%d: $%s.out".formatted(port++, from));
    }
    if (takes.size() > 1 && random.nextBoolean()) {
      return "{nodes: {m: {merge: [%s]}}, outputs: {out: $m.value}}"
          .formatted(
              takes.stream().map(from -> "$" + from + ".out").collect(Collectors.joining(", ")));
    }
    return switch (random.nextInt(4)) {
      case 0 ->
          ("{nodes: {each: {type: join, for-each: [x, y], with: {in7: $item, %s}}},"
                  + " outputs: {out: \"$each.out[1]\"}}")
              .formatted(with);
      case 1 ->
          "{nodes: {a: {type: join, with: {%s}}, b: {type: join, with: {in0: $a.out}}}, outputs: {out: $b.out}}"
              .formatted(with);
      case 2 ->
          "{type: join, when: %b, default: {out: none}, with: {%s}}"
              .formatted(random.nextBoolean(), with);
      default -> "{type: join, with: {%s}}".formatted(with);
    };
  }
}
