package org.cinegraph.graph.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.PortType;

/// What names mean at one place of a document. The innermost meaning wins; where a node and an
/// input have the same name, a reference with a port means the node.
///
/// @param outer empty for the document itself
/// @param nodes those that see each other here
/// @param variables inputs, or item and index of a loop
/// @param unreadable names that are there, but were reported when the document was read
record Scope(
    LinkedGraph graph,
    Optional<Scope> outer,
    SequencedMap<String, GraphNode> nodes,
    SequencedMap<String, PortType> variables,
    SequencedSet<String> unreadable) {

  /// What a name means.
  sealed interface Meaning {
    /// @param scope the one that the node stands in
    record Node(GraphNode node, Scope scope) implements Meaning {}

    record Variable(PortType type) implements Meaning {}

    /// Something that has a problem of its own.
    record Unreadable() implements Meaning {}
  }

  static Scope of(LinkedGraph graph) {
    SequencedMap<String, PortType> inputs = new LinkedHashMap<>();
    graph.document().inputs().forEach((name, input) -> inputs.put(name, input.type()));
    TreeSet<String> unreadable = new TreeSet<>(graph.document().unreadable());
    unreadable.addAll(graph.document().body().unreadable());
    return new Scope(graph, Optional.empty(), graph.document().body().nodes(), inputs, unreadable);
  }

  /// The inside of a block.
  Scope inside(GraphBody body) {
    return new Scope(
        graph, Optional.of(this), body.nodes(), Collections.emptyNavigableMap(), body.unreadable());
  }

  /// The inside of a loop.
  Scope inside(SequencedMap<String, PortType> variables) {
    return new Scope(
        graph,
        Optional.of(this),
        Collections.emptyNavigableMap(),
        variables,
        Collections.emptyNavigableSet());
  }

  Optional<Meaning> find(Reference reference) {
    String name = reference.name();
    GraphNode node = nodes.get(name);
    if (node != null && reference.port().isPresent()) {
      return Optional.of(new Meaning.Node(node, this));
    }
    PortType variable = variables.get(name);
    if (variable != null) {
      return Optional.of(new Meaning.Variable(variable));
    }
    return unreadable.contains(name)
        ? Optional.of(new Meaning.Unreadable())
        : outer.flatMap(around -> around.find(reference));
  }

  /// The node of the name, whether a port is written or not.
  Optional<Meaning.Node> node(String name) {
    GraphNode node = nodes.get(name);
    return node == null
        ? outer.flatMap(around -> around.node(name))
        : Optional.of(new Meaning.Node(node, this));
  }

  /// Names of the nodes that can be referred to from here, the nearest first.
  SequencedSet<String> nodeNames() {
    SequencedSet<String> names = new LinkedHashSet<>(nodes.keySet());
    outer.ifPresent(around -> names.addAll(around.nodeNames()));
    return names;
  }

  SequencedSet<String> variableNames() {
    SequencedSet<String> names = new LinkedHashSet<>(variables.keySet());
    outer.ifPresent(around -> names.addAll(around.variableNames()));
    return names;
  }
}
