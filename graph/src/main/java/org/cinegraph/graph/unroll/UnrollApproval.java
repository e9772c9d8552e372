package org.cinegraph.graph.unroll;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;

/// Unrolls a node that waits for a person. What it hands on is only known when it was accepted.
record UnrollApproval(Unrolling unrolling, Environment environment) {

  SequencedMap<String, Source> unroll(GraphNode node, NodeForm.Approval approval, String name) {
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    node.with()
        .forEach((port, given) ->
            takes.put(
                port,
                new EvaluateExpression(unrolling, environment, name + "." + port)
                    .evaluate(given.value())));
    Outputs outputs = new Outputs(unrolling, environment);
    if (takes.values().stream().anyMatch(Source::isLeftOut)) {
      return outputs.of(node, new Source.LeftOut());
    }
    if (takes.values().stream().anyMatch(Source::isUnknown)) {
      return outputs.of(
          node, unrolling.pending(name, List.copyOf(takes.values()), node.position()));
    }
    int place =
        unrolling.add(
            name,
            new Operation.Approve(approval),
            takes,
            environment.conditions(),
            node.control(),
            node.position());
    SequencedMap<String, Source> made = new LinkedHashMap<>();
    takes.keySet().forEach(port -> made.put(port, new Source.Made(place, port)));
    return made;
  }
}
