package org.cinegraph.graph.estimate;

import java.util.List;

/// What a run would do and cost.
///
/// @param lines in the order of the plan
/// @param openLists the fan-outs whose list the run makes: what is behind them is in no line
/// @param longestChain seconds of the nodes that wait for each other longest: no number of workers
///   makes the run faster than that, where all is computed that may be
public record Estimate(List<EstimatedLine> lines, List<String> openLists, Span longestChain) {
  public Estimate {
    lines = List.copyOf(lines);
    openLists = List.copyOf(openLists);
  }

  public int nodes() {
    return lines.stream().mapToInt(EstimatedLine::nodes).sum();
  }

  public int count(Fate fate) {
    return lines.stream().mapToInt(line -> line.count(fate)).sum();
  }

  public Span sure() {
    return lines.stream().map(EstimatedLine::sure).reduce(Span.NONE, Span::plus);
  }

  public Span possible() {
    return lines.stream().map(EstimatedLine::possible).reduce(Span.NONE, Span::plus);
  }

  /// Nodes that are, or may be, computed and of whose type no attempt was measured: their seconds
  /// are in no sum.
  public int neverMeasured() {
    return lines.stream()
        .filter(line -> line.basis().filter(basis -> basis.attempts() == 0).isPresent())
        .mapToInt(line -> line.count(Fate.COMPUTED) + line.count(Fate.DEPENDS))
        .sum();
  }
}
