package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.Reference;

/// What names stand for at one place of a graph, in one round of its loops.
///
/// @param path how the names of nodes begin there
/// @param variables inputs, or item and index
/// @param nodes the outputs of nodes, as far as they were unrolled
/// @param conditions without which everything here is left out
record Environment(
    LinkedGraph graph,
    Optional<Environment> outer,
    String path,
    Map<String, Source> variables,
    Map<String, SequencedMap<String, Source>> nodes,
    List<Source> conditions) {

  static Environment of(LinkedGraph graph, String path, SequencedMap<String, Source> inputs) {
    return new Environment(graph, Optional.empty(), path, inputs, new LinkedHashMap<>(), List.of());
  }

  /// One round of a loop.
  Environment inside(SequencedMap<String, Source> rounds) {
    return new Environment(
        graph, Optional.of(this), path, rounds, new LinkedHashMap<>(), conditions);
  }

  /// The inside of a block.
  Environment block(String name) {
    return new Environment(
        graph,
        Optional.of(this),
        name + "/",
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        conditions);
  }

  Environment under(Optional<Source> condition) {
    if (condition.isEmpty()) {
      return this;
    }
    List<Source> all = new ArrayList<>(conditions);
    all.add(condition.get());
    return new Environment(graph, outer, path, variables, nodes, all);
  }

  /// What the reference's name stands for; of a node, the port.
  ///
  /// @param steps how many steps of the reference's path are used up
  record Found(Source source, int steps) {}

  /// @throws IllegalArgumentException the graph was not checked
  Found find(Reference reference) {
    SequencedMap<String, Source> outputs = nodes.get(reference.name());
    if (outputs != null && reference.port().isPresent()) {
      return new Found(
          Optional.ofNullable(outputs.get(reference.port().get()))
              .orElseThrow(() -> unchecked(reference)),
          1);
    }
    Source variable = variables.get(reference.name());
    if (variable != null) {
      return new Found(variable, 0);
    }
    return outer.orElseThrow(() -> unchecked(reference)).find(reference);
  }

  private static IllegalArgumentException unchecked(Reference reference) {
    return new IllegalArgumentException("Nothing is called " + reference.written() + ": unchecked");
  }
}
