package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.check.Problem;

/// What a source text says.
///
/// @param document as much of it as could be read, so that the checks can find the rest of the
///   mistakes; only with no problems is it the graph that the author meant
/// @param problems sorted by place
public record ParsedGraph(Optional<GraphDocument> document, List<Problem> problems) {
  public ParsedGraph {
    requireNonNull(document, "document is null");
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }
}
