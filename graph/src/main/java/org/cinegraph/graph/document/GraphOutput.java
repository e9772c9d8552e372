package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

/// What a graph, or a block of it, delivers under a name.
///
/// @param position where the value stands
public record GraphOutput(String name, Expression value, Position position) {
  public GraphOutput {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
    requireNonNull(position, "position is null");
  }
}
