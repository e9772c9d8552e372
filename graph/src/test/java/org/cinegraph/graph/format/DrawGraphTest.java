package org.cinegraph.graph.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.document.GraphDocument;
import org.junit.jupiter.api.Test;

class DrawGraphTest {
  private static final GraphDocument GRAPH =
      GraphFixture.document(
          """
          graph: g
          inputs: {words: {type: list<text>, default: [a, b]}, on: {type: boolean, default: true}}
          nodes:
            last: {type: join, when: $on, with: {in0: "$each.out[0]", in1: $first.out}}
            first: {type: join, with: {in0: x}}
            each:
              for-each: $words
              nodes:
                one: {type: join, with: {in0: $item, in1: $first.out}}
              outputs: {out: $one.out}
          outputs:
            all: $each.out
          """);

  @Test
  void asTextProducersComeFirstAndBlocksAreIndented() {
    assertThat(DrawGraph.text(GRAPH))
        .containsExactly(
            "first: join",
            "each: block for each of $words  <- first",
            "  one: join",
            "last: join when $on  <- each, first",
            "=> all  <- $each.out");
  }

  @Test
  void asMermaidItIsAFlowchartWithASubgraphForABlock() {
    assertThat(DrawGraph.mermaid(GRAPH))
        .startsWith("flowchart TD")
        .containsSubsequence(
            "  n_first[\"first<br/>join\"]",
            "  subgraph n_each[\"each<br/>block for each of $words\"]",
            "    n_each_one[\"one<br/>join\"]",
            "  end",
            "  n_last[\"last<br/>join when $on\"]",
            "  n_each --> n_last",
            "  n_first --> n_last",
            "  n_first --> n_each",
            "  out_n_all([all])",
            "  n_each --> out_n_all");
  }
}
