package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Holds a declaration against the language, before a catalog takes it in: no graph could be
/// checked or planned against one that contradicts itself, or that takes a name of the language.
/// The example is not looked at.
public final class CheckDeclaration {
  private static final String TYPE = "[a-z][a-z0-9-]{0,59}";

  /// How nodes that are no uses of a node type are called in plans and in what is shown of runs.
  static final List<String> KINDS = List.of("approval", "collect", "fan-out", "lane", "merge");

  private CheckDeclaration() {}

  /// Of a worker's node type.
  ///
  /// @return a sentence for each contradiction, in the order of the declaration
  public static List<String> check(NodeDeclaration declaration) {
    List<String> wrong = new ArrayList<>();
    if (KINDS.contains(declaration.type()) || ValueFunctions.isTaken(declaration.type())) {
      wrong.add(
          "The graph language has a node type %s itself, so a worker's needs another name"
              .formatted(declaration.type()));
    }
    declaration.inputs().forEach(port -> typed(port.name(), port.type(), wrong));
    declaration.outputs().forEach(port -> typed(port.name(), port.type(), wrong));
    wrong.addAll(contradictions(declaration));
    return wrong;
  }

  /// Only the node types of the language take whatever there is.
  private static void typed(String name, PortType type, List<String> wrong) {
    if (type instanceof PortType.ListOf(PortType element)) {
      typed(name, element, wrong);
    } else if (type instanceof PortType.Any) {
      wrong.add("Port %s needs a type that says what flows, and any does not".formatted(name));
    }
  }

  /// Of any declaration, the language's own among them.
  public static List<String> contradictions(NodeDeclaration declaration) {
    List<String> wrong = new ArrayList<>();
    if (!declaration.type().matches(TYPE)) {
      wrong.add(
          "Node type "
              + Spoken.quoted(declaration.type())
              + " must be a small letter, then small letters, digits and -, 60 in all at most");
    }
    Set<String> given = new LinkedHashSet<>();
    declaration.inputs().stream().map(InputPort::name).forEach(it -> name(it, given, wrong));
    declaration.parameters().stream().map(Parameter::name).forEach(it -> name(it, given, wrong));
    Set<String> made = new LinkedHashSet<>();
    declaration.outputs().stream().map(OutputPort::name).forEach(it -> name(it, made, wrong));
    declaration.parameters().forEach(parameter -> parameter(parameter, wrong));
    declaration
        .demand()
        .growth()
        .ifPresent(growth -> growth.factors().forEach(it -> factor(it, declaration, wrong)));
    return wrong;
  }

  private static void factor(String name, NodeDeclaration declaration, List<String> wrong) {
    boolean isInt =
        declaration.parameter(name).filter(it -> it.type() instanceof PortType.Int).isPresent();
    if (!isInt) {
      wrong.add("The demand grows by %s, which is no parameter of type int".formatted(name));
    }
  }

  private static void name(String name, Set<String> others, List<String> wrong) {
    if (!Reference.NAME.matcher(name).matches() || name.length() > GraphLimits.NAME_LENGTH) {
      wrong.add("No port or parameter can be named " + Spoken.quoted(name));
    }
    if (!others.add(name)) {
      wrong.add("Two ports or parameters are named " + name);
    }
  }

  private static void parameter(Parameter parameter, List<String> wrong) {
    boolean number =
        parameter.type() instanceof PortType.Int || parameter.type() instanceof PortType.Float;
    if (parameter.range().isPresent() && !number) {
      wrong.add("Parameter " + parameter.name() + " has a range but is no number");
    }
    parameter
        .fallback()
        .filter(_ -> !parameter.isOpen())
        .map(PortValue.Inline::new)
        .filter(value ->
            TypeMatch.convert(parameter.type(), value).isEmpty()
                || !CheckValue.isInRange(parameter, value))
        .ifPresent(value ->
            wrong.add(
                "Default of parameter "
                    + parameter.name()
                    + ": expected "
                    + Spoken.right(parameter)
                    + ", found "
                    + Spoken.found(value)));
  }
}
