package org.cinegraph.graph.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;

/// Plans a run: which nodes it needs, in what order, driven by which segment, under which memo
/// keys.
public final class PlanGraph {
  private final GraphDocument document;
  private final Catalog catalog;
  private final PlanOptions options;
  private final PlannedBefore before;

  private PlanGraph(
      GraphDocument document, Catalog catalog, PlanOptions options, PlannedBefore before) {
    this.document = document;
    this.catalog = catalog;
    this.options = options;
    this.before = before;
  }

  /// @param document one that {@link org.cinegraph.graph.check.CheckGraph} found no problem in
  ///   against this catalog
  /// @param inputs values that {@link org.cinegraph.graph.check.CheckInputs} found no problem in;
  ///   defaults are filled in here
  /// @throws IllegalArgumentException if one of the checks was left out and would have failed
  public static Plan plan(
      GraphDocument document,
      Catalog catalog,
      SequencedMap<String, PortValue> inputs,
      PlanOptions options) {
    return plan(document, catalog, inputs, options, PlannedBefore.NOTHING);
  }

  /// As above, for a run that has a plan: same nodes, ids and segments.
  static Plan plan(
      GraphDocument document,
      Catalog catalog,
      SequencedMap<String, PortValue> inputs,
      PlanOptions options,
      PlannedBefore before) {
    PlanGraph planning = new PlanGraph(document, catalog, options, before);
    return planning.plan(planning.completed(inputs));
  }

  private Plan plan(SequencedMap<String, PortValue> inputs) {
    List<GraphNode> order = TopologicalOrder.of(needed()).stream().map(this::node).toList();
    SequencedMap<String, Integer> ids = new LinkedHashMap<>();
    order.forEach(node -> ids.put(node.name(), ids.size()));
    List<SortedSet<Integer>> successors = new ArrayList<>();
    List<SortedSet<Integer>> predecessors = new ArrayList<>();
    for (GraphNode node : order) {
      successors.add(new TreeSet<>());
      SortedSet<Integer> from = new TreeSet<>();
      producers(node).forEach(producer -> from.add(id(ids, producer)));
      from.forEach(id -> successors.get(id).add(predecessors.size()));
      predecessors.add(from);
    }
    CutSegments cut = new CutSegments(options.segmentSize());
    List<PlannedNode> nodes = new ArrayList<>();
    for (GraphNode node : order) {
      int id = nodes.size();
      int segment = cut.take(node, predecessors.get(id));
      Optional<PlannedNode> kept = before.kept(node);
      nodes.add(
          kept.isPresent()
              ? kept.get()
              : new PlanNode(catalog, inputs, options, ids, nodes)
                  .plan(node, entry(node), segment, List.copyOf(successors.get(id))));
    }
    return new Plan(document.name(), CanonicalGraph.of(document).version(), nodes, outputs(ids));
  }

  private Catalog.Entry entry(GraphNode node) {
    return before
        .entry(node)
        .or(() -> catalog.find(node.type(), node.version()))
        .orElseThrow(() ->
            new IllegalArgumentException("Node type " + node.writtenType() + " is unchecked"));
  }

  /// All inputs, each of its declared type.
  private SequencedMap<String, PortValue> completed(SequencedMap<String, PortValue> given) {
    SequencedMap<String, PortValue> all = new LinkedHashMap<>();
    document
        .inputs()
        .forEach((name, input) -> {
          Optional<PortValue> value =
              Optional.ofNullable(given.get(name))
                  .or(() -> input.fallback().map(it -> new PortValue.Inline(it.value())));
          all.put(
              name,
              value
                  .flatMap(found -> TypeMatch.convert(input.type(), found))
                  .orElseThrow(
                      () -> new IllegalArgumentException("Input " + name + " is unchecked")));
        });
    return all;
  }

  /// The nodes that the outputs need, all where there are no outputs, each with its producers, in
  /// the author's order.
  private SequencedMap<String, SequencedSet<String>> needed() {
    SequencedSet<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    if (document.outputs().isEmpty()) {
      open.addAll(document.nodes().keySet());
    }
    document.outputs().values().forEach(output -> open.add(port(output.reference()).node()));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (reached.add(name)) {
        open.addAll(producers(node(name)));
      }
    }
    SequencedMap<String, SequencedSet<String>> needed = new LinkedHashMap<>();
    document
        .nodes()
        .forEach((name, node) -> {
          if (reached.contains(name)) {
            needed.put(name, producers(node));
          }
        });
    return needed;
  }

  private SequencedMap<String, Plan.Output> outputs(SequencedMap<String, Integer> ids) {
    SequencedMap<String, Plan.Output> outputs = new LinkedHashMap<>();
    document
        .outputs()
        .forEach((name, output) -> {
          Reference.ToPort from = port(output.reference());
          outputs.put(name, new Plan.Output(id(ids, from.node()), from.port()));
        });
    return outputs;
  }

  private static SequencedSet<String> producers(GraphNode node) {
    SequencedSet<String> producers = new LinkedHashSet<>();
    for (Argument argument : node.with().values()) {
      if (argument instanceof Argument.Link link
          && link.reference() instanceof Reference.ToPort from) {
        producers.add(from.node());
      }
    }
    return producers;
  }

  private GraphNode node(String name) {
    return Optional.ofNullable(document.nodes().get(name))
        .orElseThrow(() -> new IllegalArgumentException("No node " + name + ": unchecked"));
  }

  private static Reference.ToPort port(Reference reference) {
    return switch (reference) {
      case Reference.ToPort port -> port;
      case Reference.ToInput _ ->
          throw new IllegalArgumentException("An output is no port of a node: unchecked");
    };
  }

  static int id(SequencedMap<String, Integer> ids, String name) {
    return Optional.ofNullable(ids.get(name)).orElseThrow();
  }
}
