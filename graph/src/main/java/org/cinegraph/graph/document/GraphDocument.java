package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// A graph as written, typed, with the place of everything. Maps keep the author's order.
///
/// @param text one line for people
/// @param position where the graph's name stands
/// @param unreadable names of inputs and imports that are there but could not be read, so that a
///   reference to one is not reported a second time; empty in every document without problems
public record GraphDocument(
    String name,
    Optional<String> text,
    SequencedMap<String, GraphInput> inputs,
    SequencedMap<String, GraphImport> imports,
    GraphBody body,
    Position position,
    SequencedSet<String> unreadable) {
  public GraphDocument {
    requireNonNull(name, "name is null");
    requireNonNull(text, "text is null");
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    imports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
    requireNonNull(body, "body is null");
    requireNonNull(position, "position is null");
    unreadable = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(unreadable));
  }

  public SequencedMap<String, GraphNode> nodes() {
    return body.nodes();
  }

  public SequencedMap<String, GraphOutput> outputs() {
    return body.outputs();
  }

  /// The same graph with other nodes.
  public GraphDocument withNodes(SequencedMap<String, GraphNode> nodes) {
    return new GraphDocument(
        name,
        text,
        inputs,
        imports,
        new GraphBody(nodes, body.outputs(), body.unreadable()),
        position,
        unreadable);
  }
}
