package org.cinegraph.graph.unroll;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.document.Dependents;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.document.Producers;

/// A part of a graph that a run is to be of. What it has of the graph has the memo keys that it has
/// in the whole: a cut changes what is computed, and never how.
///
/// @param node where it is cut, a node that the graph has
public record Cut(Kind kind, NodePath node) {
  public Cut {
    requireNonNull(kind, "kind is null");
    requireNonNull(node, "node is null");
  }

  /// What is kept.
  public enum Kind {
    /// The node and what it needs; the run delivers what it gives.
    ONLY,
    /// Everything but what is behind the node; the run delivers what it gives and the outputs of
    /// the graph that are left.
    UNTIL;

    public String written() {
      return switch (this) {
        case ONLY -> "only";
        case UNTIL -> "until";
      };
    }
  }

  /// The inputs of the graph that a run of this part takes something from.
  public SequencedSet<String> inputs(GraphDocument document) {
    GraphBody body = document.body();
    SequencedSet<String> inputs = new LinkedHashSet<>();
    SequencedMap<String, SequencedSet<String>> producers = Producers.in(body);
    Collection<String> kept =
        switch (kind) {
          case ONLY -> needed(producers, List.of(top())).keySet();
          case UNTIL -> {
            SequencedSet<String> rest = new LinkedHashSet<>(body.nodes().keySet());
            rest.removeAll(behind(body, top()));
            body.outputs()
                .values()
                .forEach(output -> inputs.addAll(Producers.inputs(output.value(), document)));
            yield rest;
          }
        };
    body.nodes().values().stream()
        .filter(found -> kept.contains(found.name()))
        .forEach(found -> inputs.addAll(Producers.inputs(found, document)));
    return inputs;
  }

  /// The node of the graph itself in which it is cut.
  private String top() {
    return node.first().name();
  }

  /// Nodes of a body that take something from one of them, from one of those, and so on.
  static SequencedSet<String> behind(GraphBody body, String name) {
    SequencedSet<String> behind = new LinkedHashSet<>(Dependents.of(body, name));
    behind.remove(name);
    return behind;
  }

  /// Some nodes and all that they need, each with its producers.
  static SequencedMap<String, SequencedSet<String>> needed(
      SequencedMap<String, SequencedSet<String>> producers, Collection<String> wanted) {
    SequencedSet<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(wanted);
    while (!open.isEmpty()) {
      String name = open.remove();
      SequencedSet<String> from = producers.get(name);
      if (from != null && reached.add(name)) {
        open.addAll(from);
      }
    }
    SequencedMap<String, SequencedSet<String>> needed = new LinkedHashMap<>();
    producers.forEach((name, from) -> {
      if (reached.contains(name)) {
        needed.put(name, from);
      }
    });
    return needed;
  }
}
