package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;

/// Checks one node against its declaration.
record CheckNode(GraphDocument document, Catalog catalog, GraphNode node, List<Problem> problems) {

  void check() {
    Optional<NodeDeclaration> declaration =
        catalog.find(node.type(), node.version()).map(Catalog.Entry::declaration);
    if (declaration.isEmpty()) {
      problems.add(unknownType());
      node.with().forEach((name, argument) -> checkWithoutType(name, argument));
      return;
    }
    node.with().forEach((name, argument) -> checkArgument(declaration.get(), name, argument));
    checkNothingIsMissing(declaration.get());
  }

  private Problem unknownType() {
    var versions = catalog.versions(node.type()).keySet();
    if (!versions.isEmpty()) {
      return Problem.at(
              node.typePosition(),
              "unknown-version",
              "Node type " + node.type() + " has no such version")
          .of(node.name())
          .butFound(
              "one of " + versions.stream().map(String::valueOf).collect(Collectors.joining(", ")),
              node.writtenType());
    }
    Problem problem =
        Problem.at(
                node.typePosition(),
                "unknown-node-type",
                "Node " + node.name() + " has an unknown type")
            .of(node.name())
            .butFound("a node type of the catalog", node.type());
    return catalog.types().isEmpty()
        ? problem.hint("the catalog is empty: no worker has published its node types yet")
        : problem.hint(NearestNames.hint(node.type(), catalog.types().keySet()));
  }

  private void checkWithoutType(String name, Argument argument) {
    if (argument instanceof Argument.Link link) {
      follow(name, link);
    }
  }

  private void checkArgument(NodeDeclaration declaration, String name, Argument argument) {
    Optional<Parameter> parameter = declaration.parameter(name);
    Optional<InputPort> port = declaration.input(name);
    if (parameter.isPresent()) {
      checkParameter(parameter.get(), argument);
    } else if (port.isPresent()) {
      checkPort(port.get(), argument);
    } else {
      problems.add(unknownArgument(declaration, name, argument));
      checkWithoutType(name, argument);
    }
  }

  private Problem unknownArgument(NodeDeclaration declaration, String name, Argument argument) {
    List<String> names = new ArrayList<>();
    declaration.inputs().forEach(port -> names.add(port.name()));
    declaration.parameters().forEach(parameter -> names.add(parameter.name()));
    return Problem.at(
            argument.namePosition(),
            "unknown-argument",
            "Node " + node.name() + " (" + node.type() + ") has no such port or parameter")
        .of(node.name(), name)
        .butFound(names.isEmpty() ? "nothing" : "one of " + String.join(", ", names), name)
        .hint(
            NearestNames.of(name, names).stream()
                .findFirst()
                .map(near -> "did you mean " + near + "?"));
  }

  private void checkParameter(Parameter parameter, Argument argument) {
    String name = parameter.name();
    switch (argument) {
      case Argument.Literal literal ->
          CheckValue.parameter(
                  literal.position(),
                  subject(name),
                  parameter,
                  new PortValue.Inline(literal.value()),
                  catalog)
              .map(problem -> problem.of(node.name(), name))
              .ifPresent(problems::add);
      case Argument.Link link
          when parameter.type() instanceof PortType.Model
              && link.reference() instanceof Reference.ToPort port ->
          problems.add(modelFromNode(name, link, port));
      case Argument.Link link -> checkEdge(name, parameter.type(), link);
      case Argument.Unreadable _ -> {}
    }
  }

  private Problem modelFromNode(String name, Argument.Link link, Reference.ToPort port) {
    return Problem.at(
            link.position(), "model-from-node", subject(name) + " must be known before the run")
        .of(node.name(), name)
        .butFound("the name of a model package or an input of the graph", port.written());
  }

  private void checkPort(InputPort port, Argument argument) {
    switch (argument) {
      case Argument.Literal literal ->
          CheckValue.type(
                  literal.position(),
                  subject(port.name()),
                  port.type(),
                  new PortValue.Inline(literal.value()),
                  catalog)
              .map(problem -> problem.of(node.name(), port.name()))
              .ifPresent(problems::add);
      case Argument.Link link -> checkEdge(port.name(), port.type(), link);
      case Argument.Unreadable _ -> {}
    }
  }

  private void checkEdge(String name, PortType target, Argument.Link link) {
    follow(name, link)
        .filter(source -> !TypeMatch.accepts(target, source))
        .ifPresent(source ->
            problems.add(
                Problem.at(
                        link.position(),
                        "wrong-type",
                        subject(name) + " does not take " + link.reference().written())
                    .of(node.name(), name)
                    .butFound(target.written(), source.written())));
  }

  private Optional<PortType> follow(String name, Argument.Link link) {
    FollowReference.End end =
        new FollowReference(document, catalog)
            .follow(subject(name), link.reference(), link.position());
    end.problem().map(problem -> problem.of(node.name(), name)).ifPresent(problems::add);
    return end.type();
  }

  private void checkNothingIsMissing(NodeDeclaration declaration) {
    for (InputPort port : declaration.inputs()) {
      if (port.required() && !node.with().containsKey(port.name())) {
        problems.add(missing("input", port.name(), port.type().written()));
      }
    }
    for (Parameter parameter : declaration.parameters()) {
      if (!node.with().containsKey(parameter.name())) {
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
                node.position(), "Default of " + subject(name), parameter, value, catalog))
        .orElseGet(() -> Optional.of(missing("parameter", name, Spoken.right(parameter))))
        .map(problem -> problem.of(node.name(), name))
        .ifPresent(problems::add);
  }

  private Problem missing(String kind, String name, String right) {
    return Problem.at(
            node.position(),
            "missing-argument",
            "Node " + node.name() + " (" + node.type() + ") is not given its " + kind + " " + name)
        .of(node.name(), name)
        .butFound(right, "nothing")
        .hint("add " + name + " under with");
  }

  private String subject(String name) {
    return name + " of node " + node.name();
  }
}
