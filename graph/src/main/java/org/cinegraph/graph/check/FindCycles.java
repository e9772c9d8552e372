package org.cinegraph.graph.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Reference;

/// Finds the cycles of a document and names each whole. A node is named in one cycle at most: when
/// that is broken, the next check names the next.
final class FindCycles {
  /// More would only repeat that the graph is wrong, and each costs a pass over it.
  private static final int MOST = 20;

  private final GraphDocument document;

  /// Nodes that may still be in a cycle.
  private final SequencedSet<String> left;

  private FindCycles(GraphDocument document) {
    this.document = document;
    this.left = new LinkedHashSet<>(document.nodes().keySet());
  }

  static List<Problem> in(GraphDocument document) {
    FindCycles search = new FindCycles(document);
    List<Problem> problems = new ArrayList<>();
    search.dropWhatWaitsForNothing();
    while (!search.left.isEmpty() && problems.size() < MOST) {
      List<String> cycle = search.cycleFrom(search.left.getFirst());
      problems.add(search.problem(cycle));
      cycle.forEach(search.left::remove);
      search.dropWhatWaitsForNothing();
    }
    return problems;
  }

  /// Every node that is left takes something from a node that is left.
  private void dropWhatWaitsForNothing() {
    SequencedMap<String, Integer> waits = new LinkedHashMap<>();
    SequencedMap<String, List<String>> takers = new LinkedHashMap<>();
    Deque<String> free = new ArrayDeque<>();
    for (String name : left) {
      List<String> producers = producersLeft(name);
      waits.put(name, producers.size());
      producers.forEach(
          producer -> takers.computeIfAbsent(producer, _ -> new ArrayList<>()).add(name));
      if (producers.isEmpty()) {
        free.add(name);
      }
    }
    while (!free.isEmpty()) {
      String name = free.remove();
      left.remove(name);
      for (String taker : takers.getOrDefault(name, List.of())) {
        if (waits.merge(taker, -1, Integer::sum) == 0) {
          free.add(taker);
        }
      }
    }
  }

  /// Goes from a node to what it takes from until a node comes again; in the order of the data.
  private List<String> cycleFrom(String start) {
    SequencedSet<String> path = new LinkedHashSet<>();
    String at = start;
    while (path.add(at)) {
      at = producersLeft(at).getFirst();
    }
    List<String> cycle = new ArrayList<>(path);
    cycle = new ArrayList<>(cycle.subList(cycle.indexOf(at), cycle.size()));
    Collections.reverse(cycle);
    List<String> order = new ArrayList<>(document.nodes().keySet());
    String first = cycle.getFirst();
    for (String name : cycle) {
      if (order.indexOf(name) < order.indexOf(first)) {
        first = name;
      }
    }
    Collections.rotate(cycle, -cycle.indexOf(first));
    return cycle;
  }

  private Problem problem(List<String> cycle) {
    String first = cycle.getFirst();
    String last = cycle.getLast();
    GraphNode node = Optional.ofNullable(document.nodes().get(first)).orElseThrow();
    Argument closing =
        node.with().values().stream()
            .filter(argument -> producer(argument).filter(last::equals).isPresent())
            .findFirst()
            .orElseThrow();
    return Problem.at(
            closing.position(),
            "cycle",
            "The nodes wait for each other: " + String.join(" → ", cycle) + " → " + first)
        .of(first)
        .hint("a graph has no loops: take one of these links out");
  }

  private List<String> producersLeft(String name) {
    GraphNode node = Optional.ofNullable(document.nodes().get(name)).orElseThrow();
    return node.with().values().stream()
        .flatMap(argument -> producer(argument).stream())
        .filter(left::contains)
        .distinct()
        .toList();
  }

  private static Optional<String> producer(Argument argument) {
    return argument instanceof Argument.Link link
            && link.reference() instanceof Reference.ToPort(String node, String _)
        ? Optional.of(node)
        : Optional.empty();
  }
}
