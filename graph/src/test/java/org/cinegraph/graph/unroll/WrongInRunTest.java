package org.cinegraph.graph.unroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;

/// Wrong uses that show with the inputs of a run, before anything runs, each at its place.
class WrongInRunTest {
  private static final String LOOP =
      """
      graph: g
      inputs: {rows: {type: list<json>}}
      nodes:
        each: {for-each: $rows, type: join, with: {in0: "${item.word}"}}
      """;

  @Test
  void aLoopOverTooManyItemsNamesTheirNumberAndTheLimit() {
    assertThat(said(GraphLimits.ITEMS + 1))
        .containsExactly(
            "graph.yaml:4:20: Node each has too many items: expected at most 50000, found 50001");
  }

  @Test
  void aRowWithoutTheFieldIsNamedByItsPlace() {
    SequencedMap<String, PortValue> rows =
        GraphFixture.values("rows", new Value.Items(List.of(row("word"), row("wrod"))));

    assertThat(said(rows)).singleElement().asString().contains("each[1]", "word");
  }

  private static List<String> said(int items) {
    return said(
        GraphFixture.values("rows", new Value.Items(Collections.nCopies(items, row("word")))));
  }

  private static List<String> said(SequencedMap<String, PortValue> inputs) {
    return UnrollGraph.unroll(
            LinkedGraph.of(GraphFixture.document(LOOP)),
            GraphFixture.catalog(),
            inputs,
            RunLists.NONE)
        .problems()
        .stream()
        .map((Problem problem) -> problem.position().written() + ": " + problem.sentence())
        .toList();
  }

  private static Value row(String name) {
    return Value.Fields.of(Map.of(name, new Value.Text("x")));
  }
}
