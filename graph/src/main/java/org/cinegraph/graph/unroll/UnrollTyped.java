package org.cinegraph.graph.unroll;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckBypass;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.function.ValueFailure;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Unrolls a use of a node type: of a worker, which the run computes, or of the language itself,
/// which is computed here if all that it takes is known.
record UnrollTyped(Unrolling unrolling, Environment environment) {

  SequencedMap<String, Source> unroll(GraphNode node, NodeForm.OfType type, String name) {
    Catalog.Entry entry = unrolling.type(name, type);
    SequencedMap<String, Source> takes = takes(node, entry.declaration(), name);
    if (node.control().bypass()) {
      return bypassed(node, entry.declaration(), takes);
    }
    Outputs outputs = new Outputs(unrolling, environment);
    if (takes.values().stream().anyMatch(Source::isLeftOut)) {
      return outputs.of(node, new Source.LeftOut());
    }
    if (takes.values().stream().anyMatch(Source::isUnknown)) {
      return outputs.of(
          node, unrolling.pending(name, List.copyOf(takes.values()), node.position()));
    }
    Optional<ValueFunction> function = ValueFunctions.find(type.type());
    boolean isKnown =
        environment.conditions().isEmpty()
            && takes.values().stream().allMatch(Source.Known.class::isInstance);
    if (function.isPresent() && isKnown) {
      return computed(node, function.get(), takes, name);
    }
    Operation operation =
        function
            .<Operation>map(Operation.Evaluate::new)
            .orElseGet(() -> new Operation.Compute(entry));
    int place =
        unrolling.add(
            name, operation, takes, environment.conditions(), node.control(), node.position());
    SequencedMap<String, Source> made = new LinkedHashMap<>();
    entry.declaration().outputs().stream()
        .map(OutputPort::name)
        .forEach(port -> made.put(port, new Source.Made(place, port)));
    return made;
  }

  /// Everything that the node is given, declared defaults filled in, in the order of the
  /// declaration.
  private SequencedMap<String, Source> takes(
      GraphNode node, NodeDeclaration declaration, String name) {
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    CheckKnown check = new CheckKnown(unrolling.catalog(), name);
    for (Parameter parameter : declaration.parameters()) {
      takes.put(
          parameter.name(),
          given(node, name, parameter.name())
              .map(it -> parameter(parameter, it, position(node, parameter.name()), check))
              .orElseGet(() -> fallback(name, parameter)));
    }
    for (InputPort port : declaration.inputs()) {
      given(node, name, port.name())
          .ifPresent(
              it -> takes.put(port.name(), port(port, it, position(node, port.name()), check)));
    }
    return takes;
  }

  private Optional<Source> given(GraphNode node, String name, String port) {
    return Optional.ofNullable(node.with().get(port))
        .map(argument ->
            new EvaluateExpression(unrolling, environment, name + "." + port)
                .evaluate(argument.value()));
  }

  private static Position position(GraphNode node, String port) {
    return Optional.ofNullable(node.with().get(port))
        .map(Argument::position)
        .orElse(node.position());
  }

  private Source parameter(
      Parameter parameter, Source source, Position position, CheckKnown check) {
    if (!(source instanceof Source.Known(PortValue value))) {
      return source instanceof Source.Made && parameter.type() instanceof PortType.Model
          ? notKnown(parameter, position, check)
          : source;
    }
    Optional<Problem> wrong = check.parameter(parameter, value, position);
    wrong.ifPresent(unrolling::report);
    return wrong.isPresent()
        ? new Source.LeftOut()
        : new Source.Known(TypeMatch.convert(parameter.type(), value).orElseThrow());
  }

  private Source notKnown(Parameter parameter, Position position, CheckKnown check) {
    unrolling.report(
        Problem.at(
                position,
                "model-from-node",
                "%s of node %s must be known before the run"
                    .formatted(parameter.name(), check.node()))
            .of(check.node(), parameter.name())
            .butFound("the name of a model package", "a value that the run makes"));
    return new Source.LeftOut();
  }

  private Source port(InputPort port, Source source, Position position, CheckKnown check) {
    if (!(source instanceof Source.Known(PortValue value))) {
      return source;
    }
    Optional<Problem> wrong = check.port(port.name(), port.type(), value, position);
    wrong.ifPresent(unrolling::report);
    return wrong.isPresent()
        ? new Source.LeftOut()
        : new Source.Known(TypeMatch.convert(port.type(), value).orElseThrow());
  }

  private static Source fallback(String name, Parameter parameter) {
    return parameter
        .fallback()
        .flatMap(value ->
            parameter.isOpen() ? Optional.of(value) : TypeMatch.convert(parameter.type(), value))
        .<Source>map(value -> new Source.Known(new PortValue.Inline(value)))
        .orElseThrow(() ->
            new IllegalArgumentException(parameter.name() + " of node " + name + " is unchecked"));
  }

  private SequencedMap<String, Source> computed(
      GraphNode node, ValueFunction function, SequencedMap<String, Source> takes, String name) {
    SequencedMap<String, PortValue> values = new LinkedHashMap<>();
    takes.forEach((port, source) -> values.put(port, ((Source.Known) source).value()));
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    try {
      function.apply(values).forEach((port, value) -> outputs.put(port, new Source.Known(value)));
      return outputs;
    } catch (ValueFailure failure) {
      unrolling.report(
          Problem.at(node.position(), failure.code(), "Node " + name + ": " + failure.reason())
              .of(name));
      return new Outputs(unrolling, environment).of(node, new Source.LeftOut());
    }
  }

  private static SequencedMap<String, Source> bypassed(
      GraphNode node, NodeDeclaration declaration, SequencedMap<String, Source> takes) {
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    for (OutputPort output : declaration.outputs()) {
      String from = CheckBypass.source(node, declaration, output).orElseThrow().name();
      outputs.put(output.name(), Optional.ofNullable(takes.get(from)).orElseThrow());
    }
    return outputs;
  }
}
