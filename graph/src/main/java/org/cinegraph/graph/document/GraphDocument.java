package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// A graph as written, typed, with the place of everything. Maps keep the author's order.
///
/// @param position where the graph's name stands
/// @param unreadable pointers of inputs and nodes that are there but could not be read, so that a
///   reference to one is not reported a second time; empty in every document without problems
public record GraphDocument(
    String name,
    SequencedMap<String, GraphInput> inputs,
    SequencedMap<String, GraphNode> nodes,
    SequencedMap<String, GraphOutput> outputs,
    Position position,
    SequencedSet<String> unreadable) {
  public GraphDocument {
    requireNonNull(name, "name is null");
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    requireNonNull(position, "position is null");
    unreadable = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(unreadable));
  }
}
