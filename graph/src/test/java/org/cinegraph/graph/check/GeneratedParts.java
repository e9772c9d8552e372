package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.document.NodeKeys;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;

/// What docs/graph-language.md takes from declarations and constants: each part stands between two
/// comments with its name.
final class GeneratedParts {
  private static final SequencedMap<String, Supplier<List<String>>> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("node-keys", GeneratedParts::nodeKeys);
    PARTS.put("value-nodes", GeneratedParts::valueNodes);
    PARTS.put("limits", GeneratedParts::limits);
  }

  private GeneratedParts() {}

  /// The page with its parts as they are now.
  static String in(String page) {
    String written = page;
    for (var part : PARTS.sequencedEntrySet()) {
      String begin = "<!-- generated: " + part.getKey() + " -->\n";
      String end = "<!-- end of " + part.getKey() + " -->";
      int from = written.indexOf(begin);
      int to = written.indexOf(end);
      if (from < 0 || to < from) {
        throw new AssertionError("The page has no part " + part.getKey());
      }
      written =
          written.substring(0, from + begin.length())
              + String.join("\n", part.getValue().get())
              + "\n"
              + written.substring(to);
    }
    return written;
  }

  private static List<String> nodeKeys() {
    List<String> lines = new ArrayList<>(List.of("| a node with | may also have |", "|---|---|"));
    for (String kind : NodeKeys.kinds()) {
      lines.add("| `%s` | %s |".formatted(kind, codes(NodeKeys.own(kind).stream())));
    }
    lines.add("| any of them | %s |".formatted(codes(NodeKeys.common().stream())));
    return lines;
  }

  private static List<String> valueNodes() {
    List<String> lines =
        new ArrayList<>(List.of("| type | | takes | gives |", "|---|---|---|---|"));
    for (ValueFunction function : ValueFunctions.all()) {
      NodeDeclaration declaration = function.declaration();
      Stream<String> takes =
          Stream.concat(
              declaration.inputs().stream().map(GeneratedParts::written),
              declaration.parameters().stream().map(GeneratedParts::written));
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  declaration.type(),
                  declaration.title(),
                  takes.collect(Collectors.joining("<br>")),
                  declaration.outputs().stream()
                      .map((OutputPort port) -> "`%s` %s".formatted(port.name(), type(port.type())))
                      .collect(Collectors.joining("<br>"))));
    }
    return lines;
  }

  private static String written(InputPort port) {
    return "`%s` %s%s"
        .formatted(port.name(), type(port.type()), port.required() ? "" : ", optional");
  }

  private static String written(Parameter parameter) {
    String range =
        parameter
            .range()
            .map(
                bounds -> " from %s to %s".formatted(number(bounds.least()), number(bounds.most())))
            .orElse("");
    String fallback =
        parameter
            .fallback()
            .map(value -> ", else `" + CanonicalJson.write(value).replace("|", "\\|") + "`")
            .orElse("");
    return "`%s` %s%s%s".formatted(parameter.name(), type(parameter.type()), range, fallback);
  }

  private static String type(PortType type) {
    return type instanceof PortType.Choice(List<String> options)
        ? "one of " + codes(options.stream())
        : "`" + type.written() + "`";
  }

  private static List<String> limits() {
    return List.of(
        "| | |",
        "|---|---|",
        row(
            "document",
            "%d MiB, %d levels, %d aliases, %s values with aliases followed"
                .formatted(
                    GraphLimits.DOCUMENT_BYTES >> 20,
                    GraphLimits.DEPTH,
                    GraphLimits.ALIASES,
                    number(GraphLimits.VALUES))),
        row(
            "nodes / inputs / outputs",
            "%s, counted with all items of loops / %s / %s"
                .formatted(
                    number(GraphLimits.NODES),
                    number(GraphLimits.INPUTS),
                    number(GraphLimits.OUTPUTS))),
        row(
            "imports",
            "%d of one graph, %d deep".formatted(GraphLimits.IMPORTS, GraphLimits.NESTING)),
        row("items of one loop", number(GraphLimits.ITEMS)),
        row("blocks in blocks", number(GraphLimits.NESTING)),
        row(
            "rounds of loops and nodes of graphs gone through",
            number(GraphLimits.ROUNDS) + ", also where no node of the run comes of them"),
        row(
            "values that lists and mappings are put together from",
            number(GraphLimits.BUILT_VALUES) + " in all"),
        row("ports and parameters given to one node", number(GraphLimits.ARGUMENTS)),
        row("one text", number(GraphLimits.TEXT_LENGTH) + " characters"),
        row("a name", number(GraphLimits.NAME_LENGTH) + " characters"),
        row("`retry`", "1 to " + GraphLimits.RETRY),
        row(
            "`priority`",
            "-%s to %s".formatted(number(GraphLimits.PRIORITY), number(GraphLimits.PRIORITY))),
        row("`timeout`", "at most %d days".formatted(GraphLimits.TIMEOUT.toDays())));
  }

  private static String row(String what, String most) {
    return "| " + what + " | " + most + " |";
  }

  private static String codes(Stream<String> words) {
    return words.map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,d", (long) number)
        : Double.toString(number);
  }
}
