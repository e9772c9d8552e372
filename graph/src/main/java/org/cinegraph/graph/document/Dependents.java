package org.cinegraph.graph.document;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is behind a node of a graph.
public final class Dependents {
  private Dependents() {}

  /// The node itself and every node that takes something from it, from one of these, and so on.
  public static SortedSet<String> of(GraphDocument document, String node) {
    return of(document.body(), node);
  }

  /// The same among nodes that see each other's names.
  public static SortedSet<String> of(GraphBody body, String node) {
    var producers = Producers.in(body);
    SortedSet<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(node);
    while (!open.isEmpty()) {
      String name = open.remove();
      if (reached.add(name)) {
        producers.forEach((other, from) -> {
          if (from.contains(name)) {
            open.add(other);
          }
        });
      }
    }
    return Collections.unmodifiableSortedSet(reached);
  }
}
