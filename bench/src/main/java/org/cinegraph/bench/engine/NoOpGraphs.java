package org.cinegraph.bench.engine;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Graphs of nodes that compute nothing. Their input `salt` makes every node's memo key new.
final class NoOpGraphs {
  private NoOpGraphs() {}

  /// Each node follows the one before it.
  static String chain(int nodes) {
    return graph(
        "chain",
        nodes,
        number ->
            number == 0
                ? "n0: {type: no-op, with: {salt: $salt}}"
                : "n%d: {type: no-op, with: {after: $n%d.value}}".formatted(number, number - 1));
  }

  /// No node follows another.
  static String fan(int nodes) {
    return graph("fan", nodes, "n%1$d: {type: no-op, with: {salt: $salt, after: %1$d}}"::formatted);
  }

  /// A chain with a second node behind each of its nodes. In segments of `nodes`, the second ones
  /// stand in a segment of their own: the end of a first one makes its second one ready in
  /// Postgres, without Temporal.
  static String comb(int nodes) {
    String first =
        lines(
            nodes,
            number ->
                number == 0
                    ? "n0: {type: no-op, with: {salt: $salt}}"
                    : "n%d: {type: no-op, with: {after: $n%d.value}}"
                        .formatted(number, number - 1));
    String second =
        lines(nodes, "s%1$d: {type: no-op, with: {salt: second, after: $n%1$d.value}}"::formatted);
    return "graph: comb\ninputs:\n  salt: {type: text}\nnodes:\n" + first + second;
  }

  /// So many nodes computed in a loop over numbers.
  static String loop(int items) {
    return """
    graph: loop
    inputs:
      salt: {type: text}
    nodes:
      numbers: {type: range, with: {to: %d}}
      each:
        type: no-op
        for-each: $numbers.values
        with: {salt: "${salt} ${item}"}
    """
        .formatted(items);
  }

  /// The same, where a node of the run decides between two lists.
  static String loopOverMade(int items) {
    return """
    graph: loop-over-made
    inputs:
      salt: {type: text}
    nodes:
      first: {type: no-op, with: {salt: $salt}}
      none: {type: compare, with: {a: $first.value, is: equal, b: none}}
      few: {type: range, when: $none.result, with: {to: 1}}
      many: {type: range, with: {to: %d}}
      numbers: {merge: [$few.values, $many.values]}
      each:
        type: no-op
        for-each: $numbers.value
        with: {salt: "${salt} ${item}"}
    """
        .formatted(items);
  }

  /// A node, and behind it a chain of comparisons that the control plane makes.
  static String comparisons(int number) {
    return "graph: comparisons\ninputs:\n  salt: {type: text}\nnodes:\n"
        + "  n0: {type: no-op, with: {salt: $salt}}\n"
        + lines(
            number,
            place ->
                "c%d: {type: compare, with: {a: %s, is: equal, b: true}}"
                    .formatted(place, place == 0 ? "$n0.value" : "$c" + (place - 1) + ".result"));
  }

  private static String graph(String name, int nodes, IntFunction<String> line) {
    return "graph: " + name + "\ninputs:\n  salt: {type: text}\nnodes:\n" + lines(nodes, line);
  }

  private static String lines(int nodes, IntFunction<String> line) {
    return IntStream.range(0, nodes)
        .mapToObj(number -> "  " + line.apply(number) + "\n")
        .collect(Collectors.joining());
  }
}
