package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodePath;
import org.junit.jupiter.api.Test;

class CheckNodePathTest {
  private static final LinkedGraph GRAPH =
      LinkedGraph.of(
          GraphFixture.document(
              """
              graph: shots
              nodes:
                shot:
                  for-each: [a, b]
                  nodes: {text: {type: join, with: {in0: $item}}}
                  outputs: {text: $text.out}
                single: {type: join, with: {in0: x}}
              """));

  @Test
  void aNodeIsNamedByItsPath() {
    for (String path : new String[] {"shot", "shot[1]", "shot[1]/text", "shot/text", "single"}) {
      CheckNodePath.Outcome outcome = CheckNodePath.check(GRAPH, "only", path);
      assertThat(outcome.problem()).isEmpty();
      assertThat(outcome.path().map(NodePath::written)).contains(path);
    }
  }

  @Test
  void aNameThatThereIsNotIsAnsweredWithTheNearest() {
    assertThat(sentence("shoot"))
        .isEqualTo(
            "Graph shots has no node shoot: expected a node of the graph, found shoot (did you mean"
                + " shot?)");
    assertThat(sentence("shot[0]/txt"))
        .isEqualTo(
            "Node shot has no node txt: expected a node of the graph, found shot[0]/txt (did you"
                + " mean text?)");
  }

  @Test
  void aPlaceThatIsNoneIsNamed() {
    assertThat(sentence("single[0]"))
        .isEqualTo("Node single has no rounds: expected a node without [0], found single[0] ()");
    assertThat(sentence("single/text"))
        .isEqualTo(
            "Node single has no nodes inside: expected a node of the graph, found single/text ()");
    assertThat(sentence("shot[x]")).startsWith("This is not how nodes are named: expected a name");
    assertThat(sentence("")).startsWith("This is not how nodes are named");
    assertThat(sentence("shot/")).startsWith("This is not how nodes are named");
  }

  private static String sentence(String path) {
    CheckNodePath.Outcome outcome = CheckNodePath.check(GRAPH, "only", path);
    assertThat(outcome.path()).isEmpty();
    Problem problem = outcome.problem().orElseThrow();
    assertThat(problem.position().pointer()).isEqualTo("/options/only");
    return problem.sentence() + " (" + problem.hint().orElse("") + ")";
  }
}
