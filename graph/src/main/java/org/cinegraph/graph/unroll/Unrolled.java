package org.cinegraph.graph.unroll;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Problem;

/// A graph without loops, sub-graphs and decided branches.
///
/// @param nodes producers first; no {@link Operation.Pending} among them
/// @param outputs what the run delivers, as far as it is known where it comes from
/// @param problems mistakes that show only with the values of this run; with any of them the rest
///   is of no use
public record Unrolled(
    List<UnrolledNode> nodes, SequencedMap<String, Source> outputs, List<Problem> problems) {
  public Unrolled {
    nodes = List.copyOf(nodes);
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    problems = List.copyOf(problems);
  }
}
