package org.cinegraph.graph.unroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.plan.PlannedNode;
import org.junit.jupiter.api.Test;

/// What the language promises of its constructs, over random graphs: a construct computes exactly
/// what the author would have written without it. Equal memo keys mean equal bytes.
class UnrollPropertiesTest {
  private static final int ROUNDS = 60;

  @Test
  void aLoopComputesWhatItsItemsWrittenOneByOneCompute() {
    SplittableRandom random = new SplittableRandom(21);
    for (int round = 0; round < ROUNDS; round++) {
      int items = random.nextInt(1, 9);
      int depth = random.nextInt(1, 5);
      StringBuilder loop = new StringBuilder("graph: g\nnodes:\n  each:\n    for-each: [");
      StringBuilder flat = new StringBuilder("graph: g\nnodes:\n");
      for (int item = 0; item < items; item++) {
        loop.append(item == 0 ? "" : ", ").append("word").append(random.nextInt(4));
      }
      String list = loop.substring(loop.indexOf("[") + 1);
      String[] words = list.split(", ");
      loop.append("]\n    nodes:\n");
      for (int step = 0; step < depth; step++) {
        String before = step == 0 ? "" : ", in1: $s" + (step - 1) + ".out";
        loop.append(
            "      s%d: {type: join, with: {in0: \"${item} %d\"%s}}\n"
                .formatted(step, step, before));
        for (int item = 0; item < items; item++) {
          String flatBefore = step == 0 ? "" : ", in1: $s" + (step - 1) + "-" + item + ".out";
          flat.append(
              "  s%d-%d: {type: join, with: {in0: %s %d%s}}\n"
                  .formatted(step, item, words[item], step, flatBefore));
        }
      }
      loop.append("    outputs: {out: $s%d.out}\n".formatted(depth - 1));
      assertThat(computedKeys(plan(loop.toString())))
          .isEqualTo(computedKeys(plan(flat.toString())));
    }
  }

  @Test
  void aSubGraphComputesWhatItsNodesWrittenInItsPlaceCompute() {
    SplittableRandom random = new SplittableRandom(22);
    for (int round = 0; round < ROUNDS; round++) {
      String word = "word" + random.nextInt(100);
      String part =
          """
          graph: part
          inputs: {word: {type: text}, tag: {type: text, default: t%d}}
          nodes:
            a: {type: join, with: {in0: $word, tag: $tag}}
            b: {type: join, with: {in0: $a.out, in1: "${word}!"}}
          outputs: {out: $b.out}
          """
              .formatted(random.nextInt(3));
      String tag = part.substring(part.indexOf("default: ") + 9, part.indexOf("default: ") + 11);
      String whole =
          """
          graph: whole
          imports: {part: part.yaml}
          nodes:
            first: {graph: part, with: {word: %s}}
            second: {graph: part, with: {word: $first.out}}
          """
              .formatted(word);
      String flat =
          """
          graph: flat
          nodes:
            a1: {type: join, with: {in0: %1$s, tag: %2$s}}
            b1: {type: join, with: {in0: $a1.out, in1: "%1$s!"}}
            a2: {type: join, with: {in0: $b1.out, tag: %2$s}}
            b2: {type: join, with: {in0: $a2.out, in1: "${b1.out}!"}}
          """
              .formatted(word, tag);
      Plan plan = linkedPlan(whole, part);
      assertThat(computedKeys(plan)).isEqualTo(computedKeys(plan(flat)));
    }
  }

  @Test
  void theOrderOfTheFileChangesNothingThatIsComputed() {
    SplittableRandom random = new SplittableRandom(23);
    for (int round = 0; round < ROUNDS; round++) {
      List<String> nodes = new ArrayList<>();
      nodes.add("  words: {type: range, with: {to: %d}}\n".formatted(random.nextInt(1, 5)));
      nodes.add("  each: {type: join, for-each: $words.values, with: {in0: \"n ${item}\"}}\n");
      nodes.add("  again: {type: join, for-each: $each.out, with: {in0: $item}}\n");
      nodes.add("  one: {type: join, with: {in0: \"$again.out[0]\"}}\n");
      nodes.add(
          "  flag: {type: compare, with: {a: 1, is: less, b: %d}}\n".formatted(random.nextInt(3)));
      nodes.add("  maybe: {type: join, when: $flag.result, with: {in0: $one.out}}\n");
      Map<String, Digest> before =
          computedKeys(plan("graph: g\nnodes:\n" + String.join("", nodes)));
      Collections.shuffle(nodes, new Random(round));
      assertThat(computedKeys(plan("graph: g\nnodes:\n" + String.join("", nodes))))
          .isEqualTo(before);
    }
  }

  @Test
  void theCanonicalFormIsItsOwnCanonicalForm() {
    for (String source :
        List.of(
            "graph: g\nnodes:\n  a: {type: join, with: {in0: \"$$5\", in1: \"a $${x} $ $$ b\"}}\n",
            """
            graph: g
            text: All constructs.
            inputs: {n: {type: int, default: 3, range: [1, 9]}, on: {type: boolean, default: true}}
            nodes:
              numbers: {type: range, with: {to: $n}}
              each:
                for-each: $numbers.values
                as: number
                index: place
                max-parallel: 2
                on-error: skip
                title: Numbers
                notes: One by one.
                nodes:
                  a: {type: join, when: $on, default: {out: "no ${place}"}, with: {in0: "${number}"}}
                  b: {merge: [$a.out, "$each2"]}
                outputs: {out: $a.out}
              each2: {type: join, cache: refresh, retry: 2, timeout: 90s, priority: 3,
                needs: {labels: [b, a], device: gpu, memory: 2GiB}, with: {in0: x}}
              judged: {approve: Well?, with: {text: $each2.out}, edit: [text], timeout: 1h, otherwise: accept}
            outputs: {all: $each.out, text: $judged.text}
            """
                .replace(", \"$each2\"", ", $a.out"))) {
      CanonicalGraph once = CanonicalGraph.of(GraphFixture.document(source));
      GraphDocument again = GraphFixture.document(once.json());
      assertThat(CanonicalGraph.of(again)).isEqualTo(once);
    }
  }

  private static Plan linkedPlan(String whole, String part) {
    CheckedGraph linked =
        CheckedGraph.of(
            whole.getBytes(StandardCharsets.UTF_8),
            "whole.yaml",
            new LinkGraph.Sources(
                _ -> Optional.of(part.getBytes(StandardCharsets.UTF_8)), _ -> Optional.empty()),
            GraphFixture.catalog());
    assertThat(linked.problems()).isEmpty();
    return PlanGraph.plan(
            linked.graph().orElseThrow(),
            GraphFixture.catalog(),
            new LinkedHashMap<>(),
            PlanOptions.PLAIN)
        .orElseThrow();
  }

  private static Plan plan(String source) {
    return GraphFixture.plan(source);
  }

  /// What a worker computes, by the values that go in; value nodes are known by what they feed.
  private static Map<String, Digest> computedKeys(Plan plan) {
    Map<String, Digest> keys = new TreeMap<>();
    for (PlannedNode node : plan.nodes()) {
      if (node.kind() == NodeKind.COMPUTE) {
        node.memoKey().ifPresent(key -> keys.put(key.hex(), key));
      }
    }
    assertThat(keys).isNotEmpty();
    return keys;
  }
}
