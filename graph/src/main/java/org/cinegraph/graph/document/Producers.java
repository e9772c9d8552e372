package org.cinegraph.graph.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Which nodes a node takes something from. Names are looked up from the inside out, so what a
/// block takes from beside itself is taken by the block.
public final class Producers {
  /// Names that mean something inside: those of items, and those of nodes.
  private final Deque<SequencedSet<String>> bound = new ArrayDeque<>();

  private final SequencedSet<String> found = new LinkedHashSet<>();

  /// Whether only what has a port counts: of a node something is taken by a port.
  private final boolean byPort;

  private Producers(boolean byPort) {
    this.byPort = byPort;
  }

  /// For each node of the body, in the author's order, the nodes beside it that it waits for.
  public static SequencedMap<String, SequencedSet<String>> in(GraphBody body) {
    SequencedMap<String, SequencedSet<String>> producers = new LinkedHashMap<>();
    body.nodes().forEach((name, node) -> producers.put(name, of(node, body)));
    return producers;
  }

  /// The nodes of the body that one of its nodes waits for.
  public static SequencedSet<String> of(GraphNode node, GraphBody body) {
    Producers search = new Producers(true);
    search.node(node);
    search.found.retainAll(body.nodes().keySet());
    return search.found;
  }

  /// The nodes of the body that a value is taken from.
  public static SequencedSet<String> of(Expression value, GraphBody body) {
    Producers search = new Producers(true);
    search.expression(value);
    search.found.retainAll(body.nodes().keySet());
    return search.found;
  }

  /// The inputs of the document that one of its nodes takes something from.
  public static SequencedSet<String> inputs(GraphNode node, GraphDocument document) {
    Producers search = new Producers(false);
    search.node(node);
    search.found.retainAll(document.inputs().keySet());
    return search.found;
  }

  /// The inputs of the document that a value is taken from.
  public static SequencedSet<String> inputs(Expression value, GraphDocument document) {
    Producers search = new Producers(false);
    search.expression(value);
    search.found.retainAll(document.inputs().keySet());
    return search.found;
  }

  private void node(GraphNode node) {
    node.loop().ifPresent(loop -> expression(loop.over()));
    bound.push(
        new LinkedHashSet<>(
            node.loop().map(loop -> List.of(loop.item(), loop.index())).orElse(List.of())));
    node.takes().filter(value -> !isList(node, value)).forEach(this::expression);
    if (node.form() instanceof NodeForm.Block(GraphBody body)) {
      bound.push(body.nodes().sequencedKeySet());
      body.nodes().values().forEach(this::node);
      body.outputs().values().forEach(output -> expression(output.value()));
      bound.pop();
    }
    bound.pop();
  }

  /// The list of a loop is taken from outside of it.
  private static boolean isList(GraphNode node, Expression value) {
    return node.loop().filter(loop -> loop.over() == value).isPresent();
  }

  private void expression(Expression value) {
    value
        .references()
        .filter(reference -> !byPort || reference.port().isPresent())
        .map(Reference::name)
        .filter(name -> bound.stream().noneMatch(names -> names.contains(name)))
        .forEach(found::add);
  }
}
