package org.cinegraph.graph.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Settles one node: what is known becomes a value of its declared type, what is not is bound to
/// its producer.
///
/// @param inputs all inputs of the graph
/// @param planned the nodes before this one
record PlanNode(
    Catalog catalog,
    SequencedMap<String, PortValue> inputs,
    PlanOptions options,
    SequencedMap<String, Integer> ids,
    List<PlannedNode> planned) {

  PlannedNode plan(GraphNode node, Catalog.Entry entry, int segment, List<Integer> successors) {
    NodeDeclaration declaration = entry.declaration();
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    SequencedMap<String, Binding.FromNode> bound = new LinkedHashMap<>();
    for (Parameter parameter : declaration.parameters()) {
      String name = parameter.name();
      switch (binding(node, name, parameter.type()).orElseGet(() -> fallback(node, parameter))) {
        case Binding.FromNode from -> bound.put(name, from);
        case Binding.Given(PortValue value) -> parameters.put(name, inline(value));
      }
    }
    SequencedMap<String, Binding> ports = new LinkedHashMap<>();
    for (InputPort port : declaration.inputs()) {
      binding(node, port.name(), port.type()).ifPresent(it -> ports.put(port.name(), it));
    }
    return keyed(
        new PlannedNode(
            planned.size(),
            node.name(),
            node.type(),
            declaration.version(),
            entry.program(),
            segment,
            parameters,
            bound,
            ports,
            models(declaration, parameters),
            declaration.demand(),
            node.control(),
            salt(node),
            Optional.empty(),
            successors));
  }

  private Optional<Binding> binding(GraphNode node, String name, PortType type) {
    return Optional.ofNullable(node.with().get(name))
        .map(argument ->
            switch (argument) {
              case Argument.Literal literal ->
                  given(type, name, Optional.of(new PortValue.Inline(literal.value())));
              case Argument.Link link -> linked(type, name, link.reference());
              case Argument.Unreadable _ ->
                  throw new IllegalArgumentException(name + " is unchecked");
            });
  }

  private Binding linked(PortType type, String name, Reference reference) {
    return switch (reference) {
      case Reference.ToInput(String input) ->
          given(type, name, Optional.ofNullable(inputs.get(input)));
      case Reference.ToPort(String from, String port) -> {
        PlannedNode producer = planned.get(PlanGraph.id(ids, from));
        Optional<Digest> key = producer.salt().isPresent() ? Optional.empty() : producer.memoKey();
        yield new Binding.FromNode(producer.id(), port, key);
      }
    };
  }

  private static Binding given(PortType type, String name, Optional<PortValue> value) {
    return value
        .flatMap(found -> TypeMatch.convert(type, found))
        .map(Binding.Given::new)
        .orElseThrow(() -> new IllegalArgumentException(name + " is unchecked"));
  }

  private static Binding fallback(GraphNode node, Parameter parameter) {
    return parameter
        .fallback()
        .flatMap(value -> TypeMatch.convert(parameter.type(), value))
        .map(value -> new Binding.Given(new PortValue.Inline(value)))
        .orElseThrow(() ->
            new IllegalArgumentException(
                parameter.name() + " of node " + node.name() + " is unchecked"));
  }

  private static Value inline(PortValue value) {
    if (value instanceof PortValue.Inline(Value inline)) {
      return inline;
    }
    throw new IllegalArgumentException("A parameter is no scalar: unchecked");
  }

  private SequencedMap<String, ModelPackage> models(
      NodeDeclaration declaration, SequencedMap<String, Value> parameters) {
    SequencedMap<String, ModelPackage> models = new LinkedHashMap<>();
    for (Parameter parameter : declaration.parameters()) {
      if (parameter.type() instanceof PortType.Model
          && parameters.get(parameter.name()) instanceof Value.Text(String name)) {
        Digest digest =
            Optional.ofNullable(catalog.modelPackages().get(name))
                .orElseThrow(
                    () -> new IllegalArgumentException("Model package " + name + " is unchecked"));
        models.put(parameter.name(), new ModelPackage(name, digest));
      }
    }
    return models;
  }

  private Optional<String> salt(GraphNode node) {
    return options.refreshed().contains(node.name())
        ? options.salt().map(salt -> salt + "/" + node.name())
        : Optional.empty();
  }

  private static PlannedNode keyed(PlannedNode node) {
    return node.withMemoKey(MemoKey.ingredients(node).map(MemoKey::of));
  }
}
