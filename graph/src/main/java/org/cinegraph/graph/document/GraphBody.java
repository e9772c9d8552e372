package org.cinegraph.graph.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Nodes that see each other's names, and what they deliver: a graph's, or those of a block in it.
/// Maps keep the author's order.
///
/// @param unreadable names of nodes that are there but could not be read, so that a reference to
///   one is not reported a second time; empty in every document without problems
public record GraphBody(
    SequencedMap<String, GraphNode> nodes,
    SequencedMap<String, GraphOutput> outputs,
    SequencedSet<String> unreadable) {
  public GraphBody {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    unreadable = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(unreadable));
  }
}
