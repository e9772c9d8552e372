package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.Digest;

/// What a run will compute. Immutable, and a function of graph version, catalog, inputs, options
/// and the lists that its fan-outs have waited for.
///
/// @param graph name of the graph
/// @param graphVersion digest of its canonical form
/// @param nodes in topological order; a node's id is its index
/// @param outputs what the run delivers, by name; empty for a graph that names none
/// @param openFanOuts ids of the fan-outs whose list is not known yet, rising: the plan grows by
///   what is behind them
/// @param pins what node types and model packages mean for what the plan grows by; nothing for a
///   plan that is complete
public record Plan(
    String graph,
    Digest graphVersion,
    List<PlannedNode> nodes,
    SequencedMap<String, Binding> outputs,
    List<Integer> openFanOuts,
    Pins pins) {
  public Plan {
    requireNonNull(graph, "graph is null");
    requireNonNull(graphVersion, "graphVersion is null");
    nodes = List.copyOf(nodes);
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    openFanOuts = List.copyOf(openFanOuts);
    requireNonNull(pins, "pins is null");
  }

  /// Whether the list of a fan-out, by its name, was known to it.
  boolean hasList(String fanOut) {
    return nodes.stream()
        .anyMatch(node -> node.name().equals(fanOut) && !openFanOuts.contains(node.id()));
  }

  /// Whether it has all nodes that the run will ever have.
  public boolean isComplete() {
    return openFanOuts.isEmpty();
  }

  /// A link between two nodes, however many values flow along it.
  ///
  /// @param crossesSegments whether producer and consumer are driven by different workflows
  public record Edge(int from, int to, boolean crossesSegments) {}

  public int segments() {
    return nodes.isEmpty() ? 0 : nodes.getLast().segment() + 1;
  }

  /// The nodes of one segment: a run of consecutive ids.
  public List<PlannedNode> segment(int segment) {
    return nodes.stream().filter(node -> node.segment() == segment).toList();
  }

  /// All edges, by producer, then consumer.
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (PlannedNode from : nodes) {
      for (int to : from.successors()) {
        edges.add(new Edge(from.id(), to, from.segment() != nodes.get(to).segment()));
      }
    }
    return edges;
  }

  public Digest digest() {
    return PlanText.of(this).digest();
  }
}
