package org.cinegraph.graph.unroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnrollGraphTest {
  @Test
  void aLoopIsItsItemsAndANodeThatPutsThemIntoLists() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            inputs:
              words: {type: list<text>, default: [one, two, three]}
            nodes:
              each: {type: count-words, for-each: $words, with: {text: "${item} is ${index}"}}
            outputs:
              counts: $each.words
            """);
    assertThat(names(unrolled)).containsExactly("each[0]", "each[1]", "each[2]", "each.words");
    assertThat(known(unrolled, 1, "text")).isEqualTo(new Value.Text("two is 1"));
    assertThat(unrolled.outputs().get("counts")).isEqualTo(new Source.Made(3, "words"));
  }

  @Test
  void whatIsKnownIsWorkedOut() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              numbers: {type: range, with: {from: 2, to: 8, step: 2}}
              last: {type: pick, with: {list: $numbers.values, index: -1}}
              large: {type: compare, with: {a: $last.item, is: greater, b: 5}}
              count: {type: count-words, when: $large.result, with: {text: "${last.item} words"}}
              never: {type: count-words, when: false, with: {text: no}}
            outputs:
              count: $count.words
              never: $never.words
            """);
    assertThat(names(unrolled)).containsExactly("count");
    assertThat(known(unrolled, 0, "text")).isEqualTo(new Value.Text("6 words"));
    assertThat(unrolled.outputs().get("never")).isEqualTo(new Source.LeftOut());
  }

  @Test
  void aListThatWasReadFromJsonIsAListForEveryFunction() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              read: {type: parse-json, with: {text: "[3, 4]"}}
              last: {type: pick, with: {list: $read.value, index: -1}}
            outputs:
              last: $last.item
            """);
    assertThat(unrolled.outputs().get("last"))
        .isEqualTo(new Source.Known(new PortValue.Inline(new Value.Int(4))));
  }

  @Test
  void aBlockInALoopSeesItsItemAndWhatIsAround() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            inputs:
              style: {type: text, default: bright}
            nodes:
              shots:
                for-each: [{prompt: a ball, seed: 3}, {prompt: a box, seed: 4}]
                as: shot
                nodes:
                  text: {type: encode-text, with: {model: toybox, prompt: "${shot.prompt}, ${style}"}}
                  latents:
                    type: sample-latents
                    with: {model: toybox, conditioning: $text.conditioning, seed: $shot.seed}
                outputs:
                  latents: $latents.latents
            outputs:
              all: $shots.latents
              second: $shots.latents[1]
            """);
    assertThat(names(unrolled))
        .containsExactly(
            "shots[0]/text",
            "shots[0]/latents",
            "shots[1]/text",
            "shots[1]/latents",
            "shots.latents");
    assertThat(known(unrolled, 2, "prompt")).isEqualTo(new Value.Text("a box, bright"));
    assertThat(known(unrolled, 3, "seed")).isEqualTo(new Value.Int(4));
    assertThat(unrolled.outputs().get("second")).isEqualTo(new Source.Made(3, "latents"));
  }

  @Test
  void aSecondLoopOverTheFirstTakesItsItemsOneByOne() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              texts: {type: join, for-each: [a, b], with: {in0: $item}}
              counts: {type: count-words, for-each: $texts.out, with: {text: $item}}
            outputs:
              counts: $counts.words
            """);
    assertThat(names(unrolled))
        .containsExactly("texts[0]", "texts[1]", "counts[0]", "counts[1]", "counts.words");
    assertThat(unrolled.nodes().get(3).takes().get("text")).isEqualTo(new Source.Made(1, "out"));
  }

  @Test
  void whatIsBehindAListOfTheRunIsUnrolledWhenTheListIsThere() {
    String graph =
        """
        graph: g
        nodes:
          list: {type: join, with: {in0: x}}
          length: {type: count-words, with: {text: $list.out}}
          numbers: {type: range, with: {to: $length.words}}
          each: {type: count-words, for-each: $numbers.values, with: {text: "number ${item}"}}
        outputs:
          counts: $each.words
        """;
    Unrolled before = unroll(graph);
    assertThat(names(before)).containsExactly("list", "length", "numbers", "each.for-each");
    assertThat(before.outputs()).isEmpty();
    SequencedMap<String, PortValue> lists = new LinkedHashMap<>();
    lists.put(
        "each.for-each",
        new PortValue.Inline(new Value.Items(List.of(new Value.Int(0), new Value.Int(1)))));
    Unrolled after = unroll(graph, new RunLists(lists, new TreeSet<>()));
    assertThat(names(after))
        .containsExactly(
            "list", "length", "numbers", "each.for-each", "each[0]", "each[1]", "each.words");
    assertThat(after.nodes().subList(0, 4)).isEqualTo(before.nodes());
  }

  @Test
  void aBranchOfTheRunIsDecidedThereAndAMergeTakesWhatWasNotLeftOut() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            inputs:
              text: {type: text, default: a b}
            nodes:
              count: {type: count-words, with: {text: $text}}
              many: {type: compare, with: {a: $count.words, is: greater, b: 5}}
              few: {type: compare, with: {a: $count.words, is: at-most, b: 5}}
              long: {type: join, when: $many.result, with: {in0: long}}
              short: {type: join, when: $few.result, with: {in0: short}}
              either: {merge: [$long.out, $short.out]}
              after: {type: count-words, with: {text: $either.value}}
            outputs:
              words: $after.words
            """);
    assertThat(names(unrolled))
        .containsExactly("count", "many", "few", "long", "short", "either", "after");
    assertThat(unrolled.nodes().get(3).conditions()).containsExactly(new Source.Made(1, "result"));
    assertThat(unrolled.nodes().get(3).mayBeLeftOut()).isTrue();
    assertThat(unrolled.nodes().get(5).operation()).isInstanceOf(Operation.Merge.class);
  }

  @Test
  void aDefaultTakesThePlaceOfWhatIsLeftOut() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              first: {type: join, with: {in0: first}}
              better: {type: join, when: false, default: {out: $first.out}, with: {in0: $first.out}}
              after: {type: count-words, with: {text: $better.out}}
            outputs:
              words: $after.words
            """);
    assertThat(names(unrolled)).containsExactly("first", "after");
  }

  @Test
  void withTwoLanesTheThirdItemWaitsForTheFirst() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              each: {type: count-words, for-each: [a, b, c], max-parallel: 2, with: {text: $item}}
            outputs:
              counts: $each.words
            """);
    assertThat(names(unrolled))
        .containsExactly("each[0]", "each[0].lane", "each[1]", "each[2]", "each.words");
    assertThat(unrolled.nodes().get(3).after()).containsExactly(1);
    assertThat(unrolled.nodes().get(1).after()).containsExactly(0);
  }

  @Test
  void whatIsWrongWithAnItemIsSaidWithItsPlaceAndItsNumber() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              text: {type: encode-text, with: {model: toybox, prompt: x}}
              each:
                type: sample-latents
                for-each: [{steps: 5}, {steps: 500}, {step: 3}]
                with: {model: toybox, conditioning: $text.conditioning, seed: 1, steps: $item.steps}
            """);
    assertThat(unrolled.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "each[2].steps cannot follow $item.steps: It has no field steps: expected one of step",
            "steps of node each[1] is out of range: expected int from 1 to 100, found 500");
  }

  @Test
  void aBypassedNodeHandsOnWhatItIsGiven() {
    Unrolled unrolled =
        unroll(
            GraphFixture.MOVIE.replace("movie: {type: mux,", "movie: {type: mux, bypass: true,"));
    assertThat(names(unrolled)).containsExactly("text", "latents", "video");
    assertThat(unrolled.outputs().get("movie")).isEqualTo(new Source.Made(2, "video"));
  }

  @Test
  @Timeout(60)
  void loopsInLoopsOfKnownNumbersAreRefusedAndNotGoneThrough() {
    Unrolled unrolled =
        unroll(
            """
            graph: g
            nodes:
              many: {type: range, with: {to: 50000}}
              outer:
                for-each: $many.values
                nodes:
                  inner: {type: compare, for-each: $many.values, with: {a: $item, is: less, b: 5}}
                outputs: {all: $inner.result}
            """);
    assertThat(unrolled.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "The graph is too large when it is unrolled: expected at most 1000000 rounds of loops and"
                + " nodes of graphs in it, found more");
  }

  @Test
  @Timeout(60)
  void valuesThatDoubleAtEachStepAreRefusedAndNotPutTogether() {
    StringBuilder graph =
        new StringBuilder("graph: g\nnodes:\n  n0: {type: range, with: {to: 2}}\n");
    for (int step = 1; step <= 60; step++) {
      String before = step == 1 ? "$n0.values" : "$n" + (step - 1) + ".all";
      graph.append(
          "  n%d: {nodes: {x: {type: range, with: {to: 1}}}, outputs: {all: [%s, %s]}}\n"
              .formatted(step, before, before));
    }
    assertThat(unroll(graph + "outputs: {all: $n60.all}\n").problems())
        .extracting(Problem::code)
        .containsExactly("too-large");
  }

  private static Value known(Unrolled unrolled, int node, String port) {
    return unrolled.nodes().get(node).takes().get(port)
            instanceof Source.Known(PortValue.Inline(Value value))
        ? value
        : new Value.Nothing();
  }

  private static List<String> names(Unrolled unrolled) {
    assertThat(unrolled.problems()).isEmpty();
    return unrolled.nodes().stream().map(UnrolledNode::name).toList();
  }

  private static Unrolled unroll(String source) {
    return unroll(source, RunLists.NONE);
  }

  private static Unrolled unroll(String source, RunLists lists) {
    return UnrollGraph.unroll(
        LinkedGraph.of(GraphFixture.document(source)),
        GraphFixture.catalog(),
        new LinkedHashMap<>(),
        lists,
        Optional.empty());
  }
}
