package org.cinegraph.graph.unroll;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.InOrder;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.Producers;

/// Unrolls nodes that see each other's names, producers first: of the document, of a block or of a
/// sub-graph.
record UnrollBody(Unrolling unrolling) {

  /// @return the outputs, by name
  SequencedMap<String, Source> unroll(GraphBody body, Environment environment) {
    for (String name : InOrder.of(needed(body))) {
      if (unrolling.isFull()) {
        break;
      }
      Optional.ofNullable(body.nodes().get(name))
          .ifPresent(node ->
              environment.nodes().put(name, new UnrollNode(unrolling, environment).unroll(node)));
    }
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    if (unrolling.isFull()) {
      body.outputs().forEach((name, _) -> outputs.put(name, new Source.LeftOut()));
      return outputs;
    }
    body.outputs()
        .forEach((name, output) ->
            outputs.put(
                name,
                new EvaluateExpression(unrolling, environment, environment.path() + name + ".out")
                    .evaluate(output.value())));
    return outputs;
  }

  /// The nodes that the outputs need, all where there are no outputs, each with its producers.
  private static SequencedMap<String, SequencedSet<String>> needed(GraphBody body) {
    SequencedMap<String, SequencedSet<String>> producers = Producers.in(body);
    if (body.outputs().isEmpty()) {
      return producers;
    }
    SequencedSet<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    body.outputs().values().forEach(output -> open.addAll(Producers.of(output.value(), body)));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (reached.add(name)) {
        Optional.ofNullable(producers.get(name)).ifPresent(open::addAll);
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
