package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Checks a use of a node type against its declaration.
record CheckTyped(
    GraphNode node, NodeForm.OfType type, Scope scope, Types types, List<Problem> problems) {

  void check() {
    Optional<NodeDeclaration> declaration =
        types.catalog().find(type.type(), type.version()).map(Catalog.Entry::declaration);
    if (declaration.isEmpty()) {
      problems.add(unknownType());
      node.with().forEach((name, given) -> check(name).follow(subject(name), given.value()));
      return;
    }
    node.with().forEach((name, argument) -> argument(declaration.get(), name, argument));
    checkNothingIsMissing(declaration.get());
    if (node.control().bypass()) {
      new CheckBypass(node, declaration.get(), problems).check();
    }
  }

  private Problem unknownType() {
    var versions = types.catalog().versions(type.type()).keySet();
    if (!versions.isEmpty()) {
      return Problem.at(
              type.position(),
              "unknown-version",
              "Node type " + type.type() + " has no such version")
          .of(node.name())
          .butFound(
              "one of " + versions.stream().map(String::valueOf).collect(Collectors.joining(", ")),
              type.written());
    }
    Problem problem =
        Problem.at(
                type.position(),
                "unknown-node-type",
                "Node " + node.name() + " has an unknown type")
            .of(node.name())
            .butFound("a node type of the catalog", type.type());
    return types.catalog().types().isEmpty()
        ? problem.hint("the catalog is empty: no worker has published its node types yet")
        : problem.hint(NearestNames.hint(type.type(), known()));
  }

  private void argument(NodeDeclaration declaration, String name, Argument argument) {
    Optional<Parameter> parameter = declaration.parameter(name);
    Optional<InputPort> port = declaration.input(name);
    if (parameter.isPresent()) {
      parameter(parameter.get(), argument.value());
    } else if (port.isPresent()) {
      check(name).check(subject(name), port.get().type(), argument.value());
    } else {
      problems.add(unknownArgument(declaration, name, argument));
      check(name).follow(subject(name), argument.value());
    }
  }

  private Problem unknownArgument(NodeDeclaration declaration, String name, Argument argument) {
    List<String> names = new ArrayList<>();
    declaration.inputs().forEach(port -> names.add(port.name()));
    declaration.parameters().forEach(parameter -> names.add(parameter.name()));
    return Problem.at(
            argument.namePosition(),
            "unknown-argument",
            "Node " + node.name() + " (" + type.type() + ") has no such port or parameter")
        .of(node.name(), name)
        .butFound(names.isEmpty() ? "nothing" : "one of " + String.join(", ", names), name)
        .hint(
            NearestNames.of(name, names).stream()
                .findFirst()
                .map(near -> "did you mean " + near + "?"));
  }

  private void parameter(Parameter parameter, Expression given) {
    String name = parameter.name();
    switch (given) {
      case Expression.Literal literal ->
          CheckValue.parameter(
                  literal.position(),
                  subject(name),
                  parameter,
                  new PortValue.Inline(literal.value()),
                  types.catalog())
              .map(problem -> problem.of(node.name(), name))
              .ifPresent(problems::add);
      case Expression.Link link
          when parameter.type() instanceof PortType.Model
              && scope.find(link.reference()).orElse(null) instanceof Scope.Meaning.Node ->
          problems.add(modelFromNode(name, link));
      case Expression.Link _,
          Expression.Template _,
          Expression.Items _,
          Expression.Fields _,
          Expression.Unreadable _ ->
          check(name).check(subject(name), parameter.type(), given);
    }
  }

  private Problem modelFromNode(String name, Expression.Link link) {
    return Problem.at(
            link.position(), "model-from-node", subject(name) + " must be known before the run")
        .of(node.name(), name)
        .butFound(
            "the name of a model package or an input of the graph", link.reference().written());
  }

  private CheckExpression check(String name) {
    return new CheckExpression(
        scope, types, problem -> problems.add(problem.of(node.name(), name)));
  }

  private void checkNothingIsMissing(NodeDeclaration declaration) {
    for (InputPort port : declaration.inputs()) {
      if (port.required() && !node.with().containsKey(port.name())) {
        problems.add(missing("input", port.name(), port.type().written()));
      }
    }
    for (Parameter parameter : declaration.parameters()) {
      if (!node.with().containsKey(parameter.name()) && !parameter.isOpen()) {
        checkFallback(parameter);
      }
    }
  }

  /// A declaration may name a model package that this installation has not.
  private void checkFallback(Parameter parameter) {
    String name = parameter.name();
    parameter
        .fallback()
        .map(PortValue.Inline::new)
        .map(value ->
            CheckValue.parameter(
                node.position(), "Default of " + subject(name), parameter, value, types.catalog()))
        .orElseGet(() -> Optional.of(missing("parameter", name, Spoken.right(parameter))))
        .map(problem -> problem.of(node.name(), name))
        .ifPresent(problems::add);
  }

  private Problem missing(String kind, String name, String right) {
    return Problem.at(
            node.position(),
            "missing-argument",
            "Node " + node.name() + " (" + type.type() + ") is not given its " + kind + " " + name)
        .of(node.name(), name)
        .butFound(right, "nothing")
        .hint("add " + name + " under with");
  }

  private SequencedSet<String> known() {
    SequencedSet<String> names = new TreeSet<>(types.catalog().types().keySet());
    names.addAll(ValueFunctions.names());
    return names;
  }

  private String subject(String name) {
    return name + " of node " + node.name();
  }
}
