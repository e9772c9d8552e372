package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// A use of a node type.
///
/// @param version the version that the author pinned with `type@version`
/// @param with what is given to ports and parameters, in the author's order
/// @param position where the name stands
/// @param typePosition where the type stands
public record GraphNode(
    String name,
    String type,
    Optional<Integer> version,
    SequencedMap<String, Argument> with,
    Control control,
    Position position,
    Position typePosition) {
  public GraphNode {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(version, "version is null");
    with = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(with));
    requireNonNull(control, "control is null");
    requireNonNull(position, "position is null");
    requireNonNull(typePosition, "typePosition is null");
  }

  /// How the node is driven. None of it can change an output, so none of it is in a memo key.
  ///
  /// @param retry the most attempts of the work; absent: the engine's own budget
  /// @param timeout of the work, not of its wait
  /// @param priority higher goes first; 0 where nothing is said
  public record Control(Optional<Integer> retry, Optional<Duration> timeout, int priority) {
    public static final Control UNSAID = new Control(Optional.empty(), Optional.empty(), 0);
  }

  /// The node with this version of its type.
  public GraphNode pinnedTo(int pinned) {
    return new GraphNode(name, type, Optional.of(pinned), with, control, position, typePosition);
  }

  /// The type as the author wrote it.
  public String writtenType() {
    return type + version.map(pinned -> "@" + pinned).orElse("");
  }
}
