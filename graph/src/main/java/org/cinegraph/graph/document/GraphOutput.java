package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

/// What a run of the graph delivers under a name.
///
/// @param position where the reference stands
public record GraphOutput(String name, Reference reference, Position position) {
  public GraphOutput {
    requireNonNull(name, "name is null");
    requireNonNull(reference, "reference is null");
    requireNonNull(position, "position is null");
  }
}
