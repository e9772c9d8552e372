package org.cinegraph.graph.diff;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.cinegraph.graph.value.Value;

/// One thing that differs.
///
/// @param subject what it belongs to
/// @param name of that: `seed` of an input, `shot/video` of a node in a block; empty for the graph
/// @param part place in it: `with.prompt`, `with.shots[0].seed`, `for-each`; empty: all of it
/// @param before as a graph writes it; absent: it is only in the second graph
/// @param now absent: it is only in the first graph
public record Change(
    Subject subject, String name, String part, Optional<Value> before, Optional<Value> now) {
  public Change {
    requireNonNull(subject, "subject is null");
    requireNonNull(name, "name is null");
    requireNonNull(part, "part is null");
    if (before.isEmpty() && now.isEmpty()) {
      throw new IllegalArgumentException("Nothing is on both sides of " + name);
    }
  }

  /// What a part of a graph is.
  public enum Subject {
    GRAPH,
    INPUT,
    IMPORT,
    NODE,
    OUTPUT
  }
}
