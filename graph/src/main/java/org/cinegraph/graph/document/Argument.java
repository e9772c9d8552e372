package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

/// What is given under a name: to a port, a parameter, an input of a sub-graph.
///
/// @param namePosition where the name stands
public record Argument(Expression value, Position namePosition) {
  public Argument {
    requireNonNull(value, "value is null");
    requireNonNull(namePosition, "namePosition is null");
  }

  /// Where the value stands.
  public Position position() {
    return value.position();
  }
}
