package org.cinegraph.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// A result as a table for people and as one JSON object for programs.
final class WriteResult {
  private WriteResult() {}

  static List<String> table(Result result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "value", "spread", "baseline", "goal", "verdict"));
    for (Figure figure : result.figures()) {
      rows.add(
          List.of(
              figure.name(),
              number(figure.value(), figure.unit()),
              figure.spread().map(WriteResult::spread).orElse("-"),
              figure.baseline().map(WriteResult::baseline).orElse("-"),
              goal(figure.goal()),
              figure.verdict().written()));
    }
    List<String> lines = aligned(rows);
    lines.addAll(result.notes());
    return lines;
  }

  static String json(Result result) {
    FieldWriter object = figure(result.value()).text("name", result.name());
    object.text("verdict", result.verdict().written());
    object.list(
        "figures",
        result.figures().subList(1, result.figures().size()),
        figure -> figure(figure).text("name", figure.name()).fields());
    object.list("notes", result.notes(), Value.Text::new);
    return CanonicalJson.write(object.fields());
  }

  private static FieldWriter figure(Figure figure) {
    FieldWriter object =
        new FieldWriter()
            .put("value", new Value.Float(figure.value()))
            .text("unit", figure.unit())
            .text("verdict", figure.verdict().written());
    object.put("baseline", figure.baseline().map(WriteResult::json).orElseGet(Value.Nothing::new));
    object.put("spread", figure.spread().map(WriteResult::json).orElseGet(Value.Nothing::new));
    return object.put("goal", json(figure.goal()));
  }

  private static Value json(Figure.Baseline baseline) {
    return new FieldWriter()
        .text("name", baseline.name())
        .put("value", new Value.Float(baseline.value()))
        .text("unit", baseline.unit())
        .fields();
  }

  private static Value json(Spread spread) {
    return new FieldWriter()
        .text("kind", "quartiles")
        .put("low", new Value.Float(spread.low()))
        .put("high", new Value.Float(spread.high()))
        .fields();
  }

  private static Value json(Goal goal) {
    return switch (goal) {
      case Goal.AtMost(double most, double unacceptable) ->
          limits("at_most", most, "unacceptable_above", unacceptable);
      case Goal.AtLeast(double least, double unacceptable) ->
          limits("at_least", least, "unacceptable_below", unacceptable);
      case Goal.None() -> new Value.Nothing();
    };
  }

  private static Value limits(String name, double goal, String limitName, double limit) {
    FieldWriter limits = new FieldWriter().put(name, new Value.Float(goal));
    if (Double.isFinite(limit)) {
      limits.put(limitName, new Value.Float(limit));
    }
    return limits.fields();
  }

  private static String spread(Spread spread) {
    return number(spread.low(), "") + " to " + number(spread.high(), "");
  }

  private static String baseline(Figure.Baseline baseline) {
    return baseline.name() + ": " + number(baseline.value(), baseline.unit());
  }

  private static String goal(Goal goal) {
    return switch (goal) {
      case Goal.AtMost(double most, double unacceptable) ->
          "<= " + number(most, "") + limit(" (never > ", unacceptable);
      case Goal.AtLeast(double least, double unacceptable) ->
          ">= " + number(least, "") + limit(" (never < ", unacceptable);
      case Goal.None() -> "-";
    };
  }

  private static String limit(String words, double limit) {
    return Double.isFinite(limit) ? words + number(limit, "") + ")" : "";
  }

  /// Three digits behind the point at most, none that say nothing.
  static String number(double value, String unit) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    text = text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    return unit.isEmpty() ? text : text + " " + unit;
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
