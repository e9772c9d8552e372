package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.InOrder;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.document.Producers;

/// Unrolls nodes that see each other's names, producers first: of the document, of a block or of a
/// sub-graph.
record UnrollBody(Unrolling unrolling) {

  /// @return the outputs, by name; of a graph that is cut to a node, those are not asked for
  SequencedMap<String, Source> unroll(GraphBody body, Environment environment) {
    Optional<String> aimed = unrolling.aim().next(environment.path()).map(NodePath.Segment::name);
    boolean isCutTo =
        aimed.isPresent() && environment.path().isEmpty() && unrolling.aim().is(Cut.Kind.ONLY);
    SequencedSet<String> behind =
        aimed.isPresent() && unrolling.aim().is(Cut.Kind.UNTIL)
            ? Cut.behind(body, aimed.get())
            : new LinkedHashSet<>();
    for (String name : InOrder.of(needed(body, aimed, isCutTo))) {
      if (unrolling.isFull()) {
        break;
      }
      UnrollNode unroll = new UnrollNode(unrolling, environment);
      Optional.ofNullable(body.nodes().get(name))
          .ifPresent(node ->
              environment
                  .nodes()
                  .put(name, behind.contains(name) ? unroll.cutOff(node) : unroll.unroll(node)));
    }
    return isCutTo ? new LinkedHashMap<>() : outputs(body, environment);
  }

  private SequencedMap<String, Source> outputs(GraphBody body, Environment environment) {
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

  /// The nodes that the outputs need, all where there are no outputs, each with its producers. The
  /// node of a cut is needed, and nothing else where the graph is cut to it.
  private static SequencedMap<String, SequencedSet<String>> needed(
      GraphBody body, Optional<String> aimed, boolean isCutTo) {
    SequencedMap<String, SequencedSet<String>> producers = Producers.in(body);
    if (body.outputs().isEmpty() && !isCutTo) {
      return producers;
    }
    List<String> wanted = new ArrayList<>(aimed.stream().toList());
    if (!isCutTo) {
      body.outputs().values().forEach(output -> wanted.addAll(Producers.of(output.value(), body)));
    }
    return Cut.needed(producers, wanted);
  }
}
