package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;

/// What a run of the graph is given.
///
/// @param fallback the value of a run that gives none (`default` in the document); absent: every
///   run must give one
/// @param range inclusive bounds of an int or float
/// @param text one line for people
/// @param position where the name stands
public record GraphInput(
    String name,
    PortType type,
    Optional<Fallback> fallback,
    Optional<Parameter.Range> range,
    Optional<String> text,
    Position position) {
  public GraphInput {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(fallback, "fallback is null");
    requireNonNull(range, "range is null");
    requireNonNull(text, "text is null");
    requireNonNull(position, "position is null");
  }

  /// A default and its place.
  public record Fallback(Value value, Position position) {}
}
