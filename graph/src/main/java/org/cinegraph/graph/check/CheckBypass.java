package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.type.TypeMatch;

/// Checks that a node that is bypassed can hand something on for each of its outputs.
public record CheckBypass(GraphNode node, NodeDeclaration declaration, List<Problem> problems) {

  void check() {
    for (OutputPort output : declaration.outputs()) {
      if (source(node, declaration, output).isEmpty()) {
        problems.add(
            Problem.at(
                    node.position(),
                    "cannot-bypass",
                    "Node %s (%s) has nothing to hand on as its output %s"
                        .formatted(node.name(), declaration.type(), output.name()))
                .of(node.name(), output.name())
                .butFound("an input of type " + output.type().written(), "none that is given")
                .hint("take bypass out, or take the node out"));
      }
    }
  }

  /// The first given input that can stand for an output.
  public static Optional<InputPort> source(
      GraphNode node, NodeDeclaration declaration, OutputPort output) {
    return declaration.inputs().stream()
        .filter(port -> node.with().containsKey(port.name()))
        .filter(port -> TypeMatch.accepts(output.type(), port.type()))
        .findFirst();
  }
}
