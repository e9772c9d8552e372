package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.value.PortValue;

/// Holds a document against a catalog. All problems come in one answer; a document without any can
/// be planned.
public final class CheckGraph {
  private final Catalog catalog;
  private final List<Problem> problems = new ArrayList<>();

  private CheckGraph(Catalog catalog) {
    this.catalog = catalog;
  }

  /// @return the problems of the graph and of all that it imports, sorted by place
  public static List<Problem> check(LinkedGraph graph, Catalog catalog) {
    CheckGraph check = new CheckGraph(catalog);
    graph.all().forEach(check::graph);
    return Problems.sorted(check.problems, List.of());
  }

  private void graph(LinkedGraph graph) {
    graph.document().inputs().values().forEach(input -> checkDefault(graph.document(), input));
    new CheckBody(new Types(catalog), problems).check(graph.document().body(), Scope.of(graph), 0);
  }

  private void checkDefault(GraphDocument document, GraphInput input) {
    Optional<GraphInput.Fallback> fallback = input.fallback();
    fallback.ifPresent(given -> {
      PortValue value = new PortValue.Inline(given.value());
      String subject = "Default of input " + input.name();
      Optional<Problem> wrong = CheckInputs.value(given.position(), subject, input, value, catalog);
      wrong.ifPresent(problems::add);
      if (wrong.isEmpty()) {
        problems.addAll(
            CheckInputs.rangesFed(document, catalog, input.name(), value, given.position()));
      }
    });
  }
}
