package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Holds the values given to a run against the graph's inputs. A run whose values pass can be
/// planned: no parameter gets a value out of its range by way of an input.
public final class CheckInputs {
  private CheckInputs() {}

  /// Values that were read from text.
  public record Texts(SequencedMap<String, PortValue> values, List<Problem> problems) {}

  /// Reads values given as text, such as `--set seed=7`. Names that the graph has not are left for
  /// {@link #check} to name: they come out as texts.
  public static Texts read(GraphDocument document, SequencedMap<String, String> texts) {
    SequencedMap<String, PortValue> values = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    texts.forEach((name, text) -> {
      GraphInput input = document.inputs().get(name);
      Optional<Value> value =
          input == null ? Optional.of(new Value.Text(text)) : InputText.read(input.type(), text);
      value.ifPresent(read -> values.put(name, new PortValue.Inline(read)));
      if (input != null && value.isEmpty()) {
        problems.add(unreadable(input, text));
      }
    });
    return new Texts(values, problems);
  }

  public static List<Problem> check(
      GraphDocument document, Catalog catalog, SequencedMap<String, PortValue> values) {
    return check(document, catalog, values, _ -> true);
  }

  /// As above.
  ///
  /// @param needed whether an input, by its name, must have a value
  public static List<Problem> check(
      GraphDocument document,
      Catalog catalog,
      SequencedMap<String, PortValue> values,
      Predicate<String> needed) {
    List<Problem> problems = new ArrayList<>();
    values.forEach((name, value) -> {
      GraphInput input = document.inputs().get(name);
      if (input == null) {
        problems.add(unknown(document, name));
        return;
      }
      Optional<Problem> wrong = value(place(name), "Input " + name, input, value, catalog);
      wrong.ifPresent(problems::add);
      if (wrong.isEmpty()) {
        problems.addAll(rangesFed(document, catalog, name, value, place(name)));
      }
    });
    for (GraphInput input : document.inputs().values()) {
      boolean isNeeded = input.fallback().isEmpty() && needed.test(input.name());
      if (isNeeded && !values.containsKey(input.name())) {
        problems.add(missing(input));
      }
    }
    return problems;
  }

  /// Type and range of a value for an input.
  public static Optional<Problem> value(
      Position position, String subject, GraphInput input, PortValue value, Catalog catalog) {
    Optional<Problem> wrong = CheckValue.type(position, subject, input.type(), value, catalog);
    if (wrong.isPresent() || input.range().isEmpty()) {
      return wrong;
    }
    Parameter bounds =
        new Parameter(input.name(), input.type(), Optional.empty(), input.range(), "");
    return CheckValue.isInRange(bounds, value)
        ? Optional.empty()
        : Optional.of(CheckValue.outOfRange(position, subject, bounds, value));
  }

  /// The parameters that the input feeds and that its value is out of range for.
  static List<Problem> rangesFed(
      GraphDocument document, Catalog catalog, String input, PortValue value, Position position) {
    List<Problem> problems = new ArrayList<>();
    for (GraphNode node : document.nodes().values()) {
      node.with()
          .forEach((name, argument) -> {
            if (takes(argument, input)) {
              parameter(catalog, node, name)
                  .filter(parameter -> !CheckValue.isInRange(parameter, value))
                  .ifPresent(parameter ->
                      problems.add(
                          CheckValue.outOfRange(
                                  position,
                                  "Input "
                                      + input
                                      + ", which is "
                                      + name
                                      + " of node "
                                      + node.name()
                                      + ",",
                                  parameter,
                                  value)
                              .of(node.name(), name)));
            }
          });
    }
    return problems;
  }

  private static boolean takes(Argument argument, String input) {
    return argument.value() instanceof Expression.Link(Reference reference, Position _)
        && reference.equals(new Reference(input, List.of()));
  }

  private static Optional<Parameter> parameter(Catalog catalog, GraphNode node, String name) {
    return node.form() instanceof NodeForm.OfType type
        ? catalog
            .find(type.type(), type.version())
            .flatMap(entry -> entry.declaration().parameter(name))
        : Optional.empty();
  }

  private static Problem unknown(GraphDocument document, String name) {
    List<String> known = List.copyOf(document.inputs().keySet());
    return Problem.at(
            place(name), "unknown-input", "Graph " + document.name() + " has no such input")
        .butFound(known.isEmpty() ? "none" : "one of " + String.join(", ", known), name)
        .hint(
            NearestNames.of(name, known).stream()
                .findFirst()
                .map(near -> "did you mean " + near + "?"));
  }

  private static Problem unreadable(GraphInput input, String text) {
    String file = input.type().isInline() ? "" : " as a file";
    Problem problem =
        Problem.at(
                place(input.name()), "wrong-type", "Input " + input.name() + " has the wrong type")
            .butFound(Spoken.right(input.type()) + file, Spoken.quoted(text));
    return input.type().isInline()
        ? problem
        : problem.hint("give a file: --set " + input.name() + "=@file");
  }

  private static Problem missing(GraphInput input) {
    return Problem.at(
            input.position(),
            "missing-input",
            "Input " + input.name() + " has no default and is not given")
        .butFound(Spoken.right(input.type()), "nothing")
        .hint("give it with --set " + input.name() + (input.type().isInline() ? "=…" : "=@file"));
  }

  private static Position place(String name) {
    return Position.outside("input " + name, "/inputs/" + name);
  }
}
