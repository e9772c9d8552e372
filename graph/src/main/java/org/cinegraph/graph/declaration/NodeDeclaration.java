package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// Everything that is known of a node type without running it. Catalog, checks, command-line help,
/// documentation and forms are all made from this one declaration.
///
/// @param type the name in graphs, in kebab case: `sample-latents`
/// @param version grows whenever the declaration changes; a published (type, version) is fixed for
///   ever
/// @param title a few words for lists
/// @param documentation Markdown: what the node promises, what it cannot do
/// @param inputs ports that take the output of another node or a graph input
/// @param parameters scalars, given literally or by reference
/// @param outputs ports that other nodes and graph outputs refer to
/// @param demand what one computation needs of a machine
/// @param example a complete graph document that uses the node and runs
public record NodeDeclaration(
    String type,
    int version,
    String title,
    String documentation,
    List<InputPort> inputs,
    List<Parameter> parameters,
    List<OutputPort> outputs,
    Demand demand,
    String example) {
  public NodeDeclaration {
    requireNonNull(type, "type is null");
    if (version < 1) {
      throw new IllegalArgumentException("version must be at least 1, found " + version);
    }
    requireNonNull(title, "title is null");
    requireNonNull(documentation, "documentation is null");
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
    requireNonNull(demand, "demand is null");
    requireNonNull(example, "example is null");
  }

  public Optional<InputPort> input(String name) {
    return inputs.stream().filter(port -> port.name().equals(name)).findFirst();
  }

  public Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(parameter -> parameter.name().equals(name)).findFirst();
  }

  public Optional<OutputPort> output(String name) {
    return outputs.stream().filter(port -> port.name().equals(name)).findFirst();
  }
}
