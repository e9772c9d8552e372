package org.cinegraph.graph.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;

/// The answer to "is this text a graph?", imports and all.
///
/// @param graph as much of it as could be read; only with no problems is it what the author meant
/// @param problems of it and of all that it imports, sorted by place
public record CheckedGraph(Optional<LinkedGraph> graph, List<Problem> problems) {
  public CheckedGraph {
    requireNonNull(graph, "graph is null");
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }

  /// @param fileName for messages
  public static CheckedGraph of(
      byte[] source, String fileName, LinkGraph.Sources imports, Catalog catalog) {
    ParsedGraph parsed = ParseGraph.parse(source, fileName);
    List<Problem> problems = new ArrayList<>(parsed.problems());
    if (parsed.document().isEmpty()) {
      return new CheckedGraph(Optional.empty(), problems);
    }
    LinkGraph.Outcome linked = LinkGraph.link(parsed.document().get(), imports);
    problems.addAll(linked.problems());
    List<Problem> more = CheckGraph.check(linked.graph(), catalog);
    return new CheckedGraph(Optional.of(linked.graph()), Problems.sorted(problems, more));
  }
}
