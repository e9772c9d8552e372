package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cinegraph.graph.document.Position;

/// Problems for people.
public final class Problems {
  /// A line of a minified file would fill the screen.
  private static final int WIDEST_LINE = 160;

  private Problems() {}

  /// All problems of several checks in the order of the file, each once.
  public static List<Problem> sorted(List<Problem> some, List<Problem> more) {
    List<Problem> all = new ArrayList<>(some);
    all.addAll(more);
    return all.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  /// Each problem as place and sentence, the line of the source, a caret under the place, and the
  /// hint. Ends with a line break.
  ///
  /// @param source of the one document that all of them are in
  public static String render(String source, List<Problem> problems) {
    return render(_ -> Optional.of(source), problems);
  }

  /// As above, of a graph and those that it imports.
  ///
  /// @param sources the text of a file; of one that is not at hand no line is shown
  public static String render(Function<String, Optional<String>> sources, List<Problem> problems) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    StringBuilder out = new StringBuilder();
    problems.stream()
        .sorted(Problem.BY_PLACE)
        .forEach(problem -> {
          Position position = problem.position();
          appendLine(out, position.written() + ": " + problem.sentence());
          appendPlace(
              out,
              lines.computeIfAbsent(
                  position.file(),
                  file -> sources.apply(file).map(text -> text.lines().toList()).orElse(List.of())),
              position);
          problem.hint().ifPresent(hint -> appendLine(out, "  hint: " + hint));
        });
    return out.toString();
  }

  private static void appendPlace(StringBuilder out, List<String> lines, Position position) {
    if (position.line() < 1 || position.line() > lines.size()) {
      return;
    }
    int[] line = lines.get(position.line() - 1).codePoints().toArray();
    int column = Math.min(position.column() - 1, line.length);
    int from = column < WIDEST_LINE ? 0 : column - WIDEST_LINE / 2;
    int length = Math.min(line.length - from, WIDEST_LINE);
    appendLine(out, "  | " + new String(line, from, length));
    StringBuilder caret = new StringBuilder("  | ");
    for (int at = from; at < column; at++) {
      caret.append(line[at] == '\t' ? '\t' : ' ');
    }
    appendLine(out, caret.append('^').toString());
  }

  private static void appendLine(StringBuilder out, String line) {
    out.append(line).append('\n');
  }
}
