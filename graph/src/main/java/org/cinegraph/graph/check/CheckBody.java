package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.GraphOutput;
import org.cinegraph.graph.document.Producers;
import org.cinegraph.graph.document.Reference;

/// Checks nodes and outputs, of the document or of a block.
record CheckBody(Types types, List<Problem> problems) {

  /// @param depth how many blocks and loops it stands in
  void check(GraphBody body, Scope scope, int depth) {
    SequencedMap<String, SequencedSet<String>> producers = Producers.in(body);
    problems.addAll(FindCycles.in(body, producers));
    tellTypesInOrder(producers, scope);
    for (GraphNode node : body.nodes().values()) {
      new CheckNode(node, scope, this, depth).check();
    }
    CheckExpression check = new CheckExpression(scope, types, problems::add);
    body.outputs().values().forEach(output -> output(output, scope, check));
  }

  /// Producers first: finding the types of a long chain from its end would fill the stack.
  private void tellTypesInOrder(SequencedMap<String, SequencedSet<String>> producers, Scope scope) {
    InOrder.of(producers)
        .forEach(name ->
            Optional.ofNullable(scope.nodes().get(name))
                .ifPresent(node -> types.outputs(node, scope)));
  }

  private void output(GraphOutput output, Scope scope, CheckExpression check) {
    String subject = "Output " + output.name();
    boolean isInput =
        output.value() instanceof Expression.Link(Reference reference, var _)
            && reference.port().isEmpty()
            && scope.outer().isEmpty();
    if (isInput) {
      String name = ((Expression.Link) output.value()).reference().name();
      problems.add(
          Problem.at(output.position(), "bad-reference", subject + " must name a port of a node")
              .butFound("$node.port", "$" + name)
              .hint(
                  scope
                      .node(name)
                      .flatMap(node -> new FollowReference(scope, types).portsOf(node))));
      return;
    }
    check.follow(subject, output.value());
  }
}
