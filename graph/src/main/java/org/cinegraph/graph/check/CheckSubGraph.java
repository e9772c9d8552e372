package org.cinegraph.graph.check;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;

/// Checks what a node that is another graph is given.
record CheckSubGraph(
    GraphNode node, LinkedGraph graph, Scope scope, Types types, List<Problem> problems) {

  void check() {
    SequencedMap<String, GraphInput> inputs = graph.document().inputs();
    node.with().forEach((name, given) -> argument(inputs, name, given));
    for (GraphInput input : inputs.values()) {
      if (input.fallback().isEmpty() && !node.with().containsKey(input.name())) {
        problems.add(
            Problem.at(
                    node.position(),
                    "missing-argument",
                    "Node %s (graph %s) is not given its input %s"
                        .formatted(node.name(), graph.document().name(), input.name()))
                .of(node.name(), input.name())
                .butFound(Spoken.right(input.type()), "nothing")
                .hint("add " + input.name() + " under with"));
      }
    }
  }

  private void argument(SequencedMap<String, GraphInput> inputs, String name, Argument given) {
    String subject = name + " of node " + node.name();
    CheckExpression check =
        new CheckExpression(scope, types, problem -> problems.add(problem.of(node.name(), name)));
    GraphInput input = inputs.get(name);
    if (input == null) {
      problems.add(
          Problem.at(
                  given.namePosition(),
                  "unknown-argument",
                  "Node %s (graph %s) has no such input"
                      .formatted(node.name(), graph.document().name()))
              .of(node.name(), name)
              .butFound(
                  inputs.isEmpty() ? "nothing" : "one of " + String.join(", ", inputs.keySet()),
                  name)
              .hint(NearestNames.hint(name, inputs.keySet())));
      check.follow(subject, given.value());
      return;
    }
    check.check(subject, input.type(), given.value());
  }
}
