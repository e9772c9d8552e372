package org.cinegraph.bench.measure;

import java.util.Comparator;
import java.util.List;

/// What a bench found.
///
/// @param figures the first one is the bench's value; the others belong to it
/// @param notes what a reader must know to understand them, in sentences
public record Result(String name, List<Figure> figures, List<String> notes) {
  public Result {
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("A result without a figure");
    }
  }

  public Figure value() {
    return figures.getFirst();
  }

  /// That of the worst figure.
  public Verdict verdict() {
    return figures.stream()
        .map(Figure::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.NOT_JUDGED);
  }
}
