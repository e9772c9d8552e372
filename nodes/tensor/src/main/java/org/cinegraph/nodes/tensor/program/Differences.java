package org.cinegraph.nodes.tensor.program;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a file's tensors differ from those that a network needs.
record Differences(
    List<String> missing, List<String> surplus, List<String> reshaped, List<String> mistyped) {
  /// So many names are spelled out for each kind of difference; the rest is counted.
  static final int MOST_NAMES = 10;

  Differences() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  boolean isEmpty() {
    return missing.isEmpty() && surplus.isEmpty() && reshaped.isEmpty() && mistyped.isEmpty();
  }

  /// All differences in one clause.
  String written() {
    return Stream.of(
            written("missing", missing),
            written("not known to it", surplus),
            written("of another shape", reshaped),
            written("of another type", mistyped))
        .filter(part -> !part.isEmpty())
        .collect(joining("; "));
  }

  private static String written(String kind, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String first = names.stream().limit(MOST_NAMES).collect(joining(", "));
    String rest = names.size() > MOST_NAMES ? ", and " + (names.size() - MOST_NAMES) + " more" : "";
    return names.size() + " " + kind + ": " + first + rest;
  }
}
