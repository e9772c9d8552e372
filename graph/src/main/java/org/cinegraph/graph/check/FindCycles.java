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
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.document.Producers;

/// Finds the cycles of a document, or of a block in it, and names each whole. A node is named in
/// one cycle at most: when that is broken, the next check names the next.
final class FindCycles {
  /// More would only repeat that the graph is wrong, and each costs a pass over it.
  private static final int MOST = 20;

  private final GraphBody body;
  private final SequencedMap<String, SequencedSet<String>> producers;

  /// Nodes that may still be in a cycle.
  private final SequencedSet<String> left;

  private FindCycles(GraphBody body, SequencedMap<String, SequencedSet<String>> producers) {
    this.body = body;
    this.producers = producers;
    this.left = new LinkedHashSet<>(body.nodes().keySet());
  }

  /// @param producers what each node of the body waits for
  static List<Problem> in(GraphBody body, SequencedMap<String, SequencedSet<String>> producers) {
    FindCycles search = new FindCycles(body, producers);
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
    List<String> order = new ArrayList<>(body.nodes().keySet());
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
    GraphNode node = Optional.ofNullable(body.nodes().get(first)).orElseThrow();
    Position closing =
        node.takes()
            .filter(value -> Producers.of(value, body).contains(last))
            .map(Expression::position)
            .findFirst()
            .orElse(node.position());
    return Problem.at(
            closing,
            "cycle",
            "The nodes wait for each other: " + String.join(" → ", cycle) + " → " + first)
        .of(first)
        .hint("a graph has no loops: take one of these links out");
  }

  private List<String> producersLeft(String name) {
    return producers.getOrDefault(name, Collections.emptyNavigableSet()).stream()
        .filter(left::contains)
        .toList();
  }
}
