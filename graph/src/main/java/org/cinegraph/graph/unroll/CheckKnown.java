package org.cinegraph.graph.unroll;

import java.util.Optional;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckInputs;
import org.cinegraph.graph.check.CheckValue;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;

/// Holds values that are known only now, items of a loop among them, against what they are given
/// to.
///
/// @param node path of the node
record CheckKnown(Catalog catalog, String node) {

  Optional<Problem> parameter(Parameter parameter, PortValue value, Position position) {
    return CheckValue.parameter(position, subject(parameter.name()), parameter, value, catalog)
        .map(problem -> problem.of(node, parameter.name()));
  }

  Optional<Problem> port(String name, PortType type, PortValue value, Position position) {
    return CheckValue.type(position, subject(name), type, value, catalog)
        .map(problem -> problem.of(node, name));
  }

  Optional<Problem> input(GraphInput input, PortValue value, Position position) {
    return CheckInputs.value(position, subject(input.name()), input, value, catalog)
        .map(problem -> problem.of(node, input.name()));
  }

  private String subject(String name) {
    return name + " of node " + node;
  }
}
