package org.cinegraph.graph.unroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;

class CutTest {
  private static final String SHOTS =
      """
      graph: shots
      inputs:
        words: {type: list<text>, default: [one, two, three]}
      nodes:
        shot:
          for-each: $words
          nodes:
            text: {type: join, with: {in0: $item}}
            more: {type: join, with: {in0: $text.out, in1: "!"}}
            side: {type: join, with: {in0: aside}}
          outputs:
            more: $more.out
        first: {type: join, with: {in0: "$shot.more[0]"}}
        apart: {type: join, with: {in0: alone}}
        unused: {type: join, with: {in0: $apart.out, in1: unused}}
      outputs:
        first: $first.out
        apart: $apart.out
      """;

  @Test
  void onlyANodeIsItAndWhatItNeedsAndDeliversWhatItGives() {
    Unrolled cut = unroll(SHOTS, Cut.Kind.ONLY, "unused");
    assertThat(names(cut)).containsExactly("apart", "unused");
    assertThat(cut.outputs()).containsExactly(Map.entry("out", new Source.Made(1, "out")));
  }

  @Test
  void onlyALoopIsAllItsRoundsWithTheirLists() {
    Unrolled cut = unroll(SHOTS, Cut.Kind.ONLY, "shot");
    assertThat(names(cut))
        .containsExactly(
            "shot[0]/text",
            "shot[0]/more",
            "shot[1]/text",
            "shot[1]/more",
            "shot[2]/text",
            "shot[2]/more",
            "shot.more");
    assertThat(cut.outputs()).containsOnlyKeys("more");
  }

  @Test
  void onlyANodeOfOneRoundLeavesTheOtherRoundsOut() {
    Unrolled cut = unroll(SHOTS, Cut.Kind.ONLY, "shot[1]/more");
    assertThat(names(cut)).containsExactly("shot[1]/text", "shot[1]/more");
    assertThat(cut.outputs()).containsOnlyKeys("out");
    assertThat(names(unroll(SHOTS, Cut.Kind.ONLY, "shot[2]")))
        .containsExactly("shot[2]/text", "shot[2]/more");
  }

  @Test
  void onlyANodeOfEveryRoundDeliversLists() {
    Unrolled cut = unroll(SHOTS, Cut.Kind.ONLY, "shot/text");
    assertThat(names(cut)).containsExactly("shot[0]/text", "shot[1]/text", "shot[2]/text");
    assertThat(cut.outputs().get("out"))
        .isEqualTo(
            new Source.Listed(
                List.of(
                    new Source.Made(0, "out"),
                    new Source.Made(1, "out"),
                    new Source.Made(2, "out")),
                Optional.empty()));
  }

  @Test
  void aNodeThatNothingNeedsCanBeReachedInABlockToo() {
    assertThat(names(unroll(SHOTS, Cut.Kind.ONLY, "shot[0]/side"))).containsExactly("shot[0]/side");
  }

  @Test
  void untilANodeIsEverythingButWhatIsBehindIt() {
    Unrolled cut = unroll(SHOTS, Cut.Kind.UNTIL, "shot");
    assertThat(names(cut)).contains("shot[2]/more", "apart").doesNotContain("first", "unused");
    assertThat(cut.outputs()).containsOnlyKeys("apart", "more");
  }

  @Test
  void untilANodeOfARoundCutsThatRoundAndWhatIsBehindTheLoop() {
    Unrolled cut = unroll(SHOTS, Cut.Kind.UNTIL, "shot[1]/text");
    assertThat(names(cut))
        .contains("shot[0]/more", "shot[1]/text", "shot[2]/more", "apart")
        .doesNotContain("shot[1]/more", "first");
    assertThat(cut.outputs()).containsOnlyKeys("apart", "out");
    assertThat(names(unroll(SHOTS, Cut.Kind.UNTIL, "shot/text")))
        .contains("shot[0]/text", "shot[2]/text")
        .doesNotContain("shot[0]/more", "shot[2]/more");
  }

  @Test
  void anOutputOfTheGraphKeepsItsNameAndTheNodesGetsAnother() {
    String source =
        """
        graph: g
        nodes:
          a: {type: join, with: {in0: a}}
          b: {type: join, with: {in0: b}}
          c: {type: join, with: {in0: $b.out}}
        outputs: {out: $a.out, c: $c.out}
        """;
    assertThat(unroll(source, Cut.Kind.UNTIL, "b").outputs())
        .containsOnlyKeys("out", "b-out")
        .containsEntry("b-out", new Source.Made(1, "out"));
    assertThat(unroll(source, Cut.Kind.UNTIL, "c").outputs()).containsOnlyKeys("out", "c");
  }

  @Test
  void whatIsMadeInTheRunIsWaitedForAndThenReached() {
    String source =
        """
        graph: g
        nodes:
          count: {type: count-words, with: {text: a b c}}
          numbers: {type: range, with: {to: $count.words}}
          each:
            for-each: $numbers.values
            nodes: {word: {type: join, with: {in0: "${item}"}}}
            outputs: {word: $word.out}
          behind: {type: join, with: {in0: "$each.word[0]"}}
        outputs: {all: $each.word, behind: $behind.out}
        """;
    Unrolled before = unroll(source, Cut.Kind.ONLY, "each[1]/word");
    assertThat(names(before)).containsExactly("count", "numbers", "each.for-each");
    assertThat(before.outputs()).isEmpty();
    RunLists lists =
        new RunLists(
            GraphFixture.values(
                "each.for-each",
                new Value.Items(List.of(new Value.Int(0), new Value.Int(1), new Value.Int(2)))),
            new TreeSet<>());
    Unrolled after = unroll(source, Cut.Kind.ONLY, "each[1]/word", lists);
    assertThat(names(after)).containsExactly("count", "numbers", "each.for-each", "each[1]/word");
    assertThat(after.outputs()).containsOnlyKeys("out");
    assertThat(unroll(source, Cut.Kind.ONLY, "each[3]/word", lists).problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.sentence())
                .isEqualTo(
                    "Loop each has no round 3 to cut the graph at: expected a round of 3, counted"
                        + " from 0, found 3"));
  }

  @Test
  void aNodeOfASubGraphIsReachedByItsPath() {
    String part =
        """
        graph: part
        inputs: {word: {type: text}}
        nodes:
          a: {type: join, with: {in0: $word}}
          b: {type: join, with: {in0: $a.out}}
        outputs: {out: $b.out}
        """;
    String whole =
        """
        graph: whole
        imports: {part: part.yaml}
        nodes:
          one: {graph: part, with: {word: one}}
          two: {graph: part, with: {word: $one.out}}
        outputs: {out: $two.out}
        """;
    assertThat(names(unroll(linked(whole, part), Cut.Kind.ONLY, "two/a", RunLists.NONE)))
        .containsExactly("one/a", "one/b", "two/a");
    assertThat(names(unroll(linked(whole, part), Cut.Kind.UNTIL, "one/a", RunLists.NONE)))
        .containsExactly("one/a");
  }

  @Test
  void whatAPartDoesNotTakeNeedNotBeGiven() {
    String source =
        """
        graph: g
        inputs: {word: {type: text}, other: {type: text}, last: {type: list<text>}}
        nodes:
          a: {type: join, with: {in0: "${word}"}}
          block:
            for-each: $last
            as: other
            nodes: {b: {type: join, with: {in0: $other, in1: $a.out}}}
            outputs: {b: $b.out}
          c: {type: join, with: {in0: $other}}
        outputs: {a: $a.out, all: $block.b, c: $c.out}
        """;
    var document = GraphFixture.document(source);
    assertThat(cut(Cut.Kind.ONLY, "a").inputs(document)).containsExactly("word");
    assertThat(cut(Cut.Kind.ONLY, "block").inputs(document)).containsExactly("word", "last");
    assertThat(cut(Cut.Kind.UNTIL, "a").inputs(document)).contains("word", "other");
    Unrolled part =
        UnrollGraph.unroll(
            LinkedGraph.of(document),
            GraphFixture.catalog(),
            GraphFixture.values("word", new Value.Text("here")),
            RunLists.NONE,
            Optional.of(cut(Cut.Kind.ONLY, "a")));
    assertThat(part.nodes().getFirst().takes())
        .containsEntry("in0", new Source.Known(new PortValue.Inline(new Value.Text("here"))));
  }

  private static Cut cut(Cut.Kind kind, String path) {
    return new Cut(kind, NodePath.find(path).orElseThrow());
  }

  private static List<String> names(Unrolled unrolled) {
    return unrolled.nodes().stream().map(UnrolledNode::name).toList();
  }

  private static Unrolled unroll(String source, Cut.Kind kind, String path) {
    Unrolled unrolled = unroll(source, kind, path, RunLists.NONE);
    assertThat(unrolled.problems()).isEmpty();
    return unrolled;
  }

  private static Unrolled unroll(String source, Cut.Kind kind, String path, RunLists lists) {
    return unroll(LinkedGraph.of(GraphFixture.document(source)), kind, path, lists);
  }

  private static Unrolled unroll(LinkedGraph graph, Cut.Kind kind, String path, RunLists lists) {
    return UnrollGraph.unroll(
        graph, GraphFixture.catalog(), new LinkedHashMap<>(), lists, Optional.of(cut(kind, path)));
  }

  private static LinkedGraph linked(String whole, String part) {
    CheckedGraph checked =
        CheckedGraph.of(
            whole.getBytes(StandardCharsets.UTF_8),
            "whole.yaml",
            new LinkGraph.Sources(
                _ -> Optional.of(part.getBytes(StandardCharsets.UTF_8)), _ -> Optional.empty()),
            GraphFixture.catalog());
    assertThat(checked.problems()).isEmpty();
    return checked.graph().orElseThrow();
  }
}
