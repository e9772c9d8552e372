package org.cinegraph.graph.format;

import java.util.List;
import java.util.Optional;

/// The order in which the language's keys are read best, for each place that has keys of its own.
/// Names that authors give (of inputs, nodes, ports) stay in the order in which they stand.
enum KeyOrder {
  DOCUMENT("graph", "text", "inputs", "imports", "nodes", "outputs"),
  INPUTS,
  INPUT("type", "default", "range", "text"),
  NODES,
  NODE(
      "title",
      "type",
      "graph",
      "approve",
      "merge",
      "when",
      "for-each",
      "as",
      "index",
      "max-parallel",
      "on-error",
      "with",
      "nodes",
      "outputs",
      "edit",
      "default",
      "retry",
      "timeout",
      "otherwise",
      "priority",
      "cache",
      "bypass",
      "needs",
      "notes"),
  NEEDS("labels", "device", "memory");

  private final List<String> keys;

  KeyOrder(String... keys) {
    this.keys = List.of(keys);
  }

  /// Keys of a lower rank stand before those of a higher one.
  int rank(String key) {
    int place = keys.indexOf(key);
    return place < 0 ? keys.size() : place;
  }

  /// The order inside the value of a key; empty if nothing is sorted there.
  Optional<KeyOrder> inside(String key) {
    return switch (this) {
      case INPUTS -> Optional.of(INPUT);
      case NODES -> Optional.of(NODE);
      case DOCUMENT -> key.equals("inputs") ? Optional.of(INPUTS) : nodes(key);
      case NODE -> key.equals("needs") ? Optional.of(NEEDS) : nodes(key);
      case INPUT, NEEDS -> Optional.empty();
    };
  }

  private static Optional<KeyOrder> nodes(String key) {
    return key.equals("nodes") ? Optional.of(NODES) : Optional.empty();
  }
}
