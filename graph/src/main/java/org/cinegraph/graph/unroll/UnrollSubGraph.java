package org.cinegraph.graph.unroll;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;

/// Unrolls a node that is another graph: the graph's nodes take its place.
record UnrollSubGraph(Unrolling unrolling, Environment environment) {

  SequencedMap<String, Source> unroll(GraphNode node, NodeForm.OfGraph form, String name) {
    LinkedGraph graph = environment.graph().imported(form.graph()).orElseThrow();
    SequencedMap<String, Source> inputs = new LinkedHashMap<>();
    for (GraphInput input : graph.document().inputs().values()) {
      inputs.put(input.name(), input(node, input, name));
    }
    Environment inside =
        new Environment(
            graph,
            Optional.empty(),
            name + "/",
            inputs,
            new LinkedHashMap<>(),
            environment.conditions());
    return new UnrollBody(unrolling).unroll(graph.document().body(), inside);
  }

  private Source input(GraphNode node, GraphInput input, String name) {
    Argument given = node.with().get(input.name());
    if (given == null) {
      return new Source.Known(
          TypeMatch.convert(
                  input.type(), new PortValue.Inline(input.fallback().orElseThrow().value()))
              .orElseThrow());
    }
    Source source =
        new EvaluateExpression(unrolling, environment, name + "." + input.name())
            .evaluate(given.value());
    if (!(source instanceof Source.Known(PortValue value))) {
      return source;
    }
    Optional<Problem> wrong =
        new CheckKnown(unrolling.catalog(), name).input(input, value, given.position());
    wrong.ifPresent(unrolling::report);
    return wrong.isPresent()
        ? new Source.LeftOut()
        : new Source.Known(TypeMatch.convert(input.type(), value).orElseThrow());
  }
}
