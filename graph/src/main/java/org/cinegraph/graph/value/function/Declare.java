package org.cinegraph.graph.value.function;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.PortTypes;
import org.cinegraph.graph.value.Value;

/// Puts the declaration of a function together.
final class Declare {
  private static final Demand NONE = new Demand(Demand.DeviceClass.ANY, 0, 0, true);

  private final String type;
  private final String title;
  private final String documentation;
  private final List<InputPort> inputs = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<OutputPort> outputs = new ArrayList<>();

  private Declare(String type, String title, String documentation) {
    this.type = type;
    this.title = title;
    this.documentation = documentation;
  }

  static Declare type(String type, String title, String documentation) {
    return new Declare(type, title, documentation);
  }

  Declare input(String name, String portType, String text) {
    inputs.add(new InputPort(name, type(portType), true, text));
    return this;
  }

  Declare parameter(String name, String portType, String text) {
    parameters.add(Parameter.required(name, type(portType), text));
    return this;
  }

  Declare parameter(String name, String portType, Value fallback, String text) {
    parameters.add(Parameter.optional(name, type(portType), fallback, text));
    return this;
  }

  Declare parameter(Parameter parameter) {
    parameters.add(parameter);
    return this;
  }

  Declare output(String name, String portType, String text) {
    outputs.add(new OutputPort(name, type(portType), text));
    return this;
  }

  /// @param example a complete graph that uses it
  NodeDeclaration example(String example) {
    return new NodeDeclaration(
        type, 1, title, documentation, inputs, parameters, outputs, NONE, example);
  }

  private static PortType type(String written) {
    return PortTypes.findOfLanguage(written)
        .orElseThrow(() -> new IllegalArgumentException("No type " + written));
  }
}
