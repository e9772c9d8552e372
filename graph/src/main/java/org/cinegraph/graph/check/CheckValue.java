package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Holds one value against what it is given to.
public final class CheckValue {
  private CheckValue() {}

  /// Type alone; a model must be known as well.
  ///
  /// @param subject what is given: `steps of node latents`
  public static Optional<Problem> type(
      Position position, String subject, PortType type, PortValue value, Catalog catalog) {
    if (TypeMatch.convert(type, value).isEmpty()) {
      return Optional.of(
          Problem.at(position, code(type, value), subject + " " + verdict(type, value))
              .butFound(Spoken.right(type), Spoken.found(value))
              .hint(hint(type, value)));
    }
    return type instanceof PortType.Model && value instanceof PortValue.Inline(Value inline)
        ? ModelName.of(inline).flatMap(name -> model(position, subject, name, catalog))
        : Optional.empty();
  }

  private static Optional<Problem> model(
      Position position, String subject, ModelName name, Catalog catalog) {
    return name.packages().stream()
        .filter(each -> !catalog.modelPackages().containsKey(each))
        .findFirst()
        .map(unknown -> unknownModel(position, subject, unknown, catalog));
  }

  /// Type and range.
  public static Optional<Problem> parameter(
      Position position, String subject, Parameter parameter, PortValue value, Catalog catalog) {
    Optional<Problem> wrong = type(position, subject, parameter.type(), value, catalog);
    if (wrong.isPresent() || isInRange(parameter, value)) {
      return wrong;
    }
    return Optional.of(outOfRange(position, subject, parameter, value));
  }

  static Problem outOfRange(
      Position position, String subject, Parameter parameter, PortValue value) {
    return Problem.at(position, "out-of-range", subject + " is out of range")
        .butFound(Spoken.right(parameter), Spoken.found(value));
  }

  static boolean isInRange(Parameter parameter, PortValue value) {
    if (parameter.range().isEmpty() || !(value instanceof PortValue.Inline(Value inline))) {
      return true;
    }
    Parameter.Range range = parameter.range().get();
    double number =
        switch (inline) {
          case Value.Int(long whole) -> (double) whole;
          case Value.Float(double real) -> real;
          case Value.Nothing _, Value.Text _, Value.Bool _, Value.Items _, Value.Fields _ ->
              range.least();
        };
    return range.least() <= number && number <= range.most();
  }

  private static Problem unknownModel(
      Position position, String subject, String name, Catalog catalog) {
    if (catalog.unusablePackages().containsKey(name)) {
      return Problem.at(
          position,
          "unusable-model",
          subject
              + " names a model package that cannot be used: "
              + catalog.unusablePackages().get(name));
    }
    List<String> known = List.copyOf(catalog.modelPackages().keySet());
    return Problem.at(position, "unknown-model", subject + " names an unknown model package")
        .butFound(
            known.isEmpty()
                ? "a model package, but none is known"
                : "one of " + String.join(", ", known),
            Spoken.quoted(name))
        .hint(
            NearestNames.of(name, known).stream()
                .findFirst()
                .map(near -> "did you mean " + near + "?")
                .orElse(
                    "cinegraph models add PATH --name "
                        + name
                        + " registers one; workers know it from their next start on"));
  }

  private static String code(PortType type, PortValue value) {
    return isText(value) && type instanceof PortType.Choice ? "unknown-choice" : "wrong-type";
  }

  private static String verdict(PortType type, PortValue value) {
    return isText(value) && type instanceof PortType.Choice
        ? "is none of its choices"
        : "has the wrong type";
  }

  private static Optional<String> hint(PortType type, PortValue value) {
    if (!type.isInline()) {
      return Optional.of(
          "a value of type "
              + type.written()
              + " comes from a node or a file: write $node.port or $input");
    }
    if (type instanceof PortType.Choice(List<String> options)
        && value instanceof PortValue.Inline(Value.Text(String text))) {
      return NearestNames.of(text, options).stream()
          .findFirst()
          .map(near -> "did you mean " + near + "?");
    }
    if (type instanceof PortType.Boolean) {
      return Optional.of("write true or false, without quotation marks");
    }
    if (type instanceof PortType.Model && value instanceof PortValue.Inline(Value.Fields fields)) {
      return fields.fields().keySet().stream()
          .filter(List.of(ModelName.DTYPE, ModelName.VARIANT)::contains)
          .findFirst()
          .map(_ ->
              "dtype is one of "
                  + String.join(", ", Dtype.names())
                  + ", variant a word such as fp16");
    }
    return type instanceof PortType.Text && isNumberOrFlag(value)
        ? Optional.of("put it in quotation marks")
        : Optional.empty();
  }

  private static boolean isNumberOrFlag(PortValue value) {
    return value instanceof PortValue.Inline(Value inline)
        && (inline instanceof Value.Int
            || inline instanceof Value.Float
            || inline instanceof Value.Bool);
  }

  private static boolean isText(PortValue value) {
    return value instanceof PortValue.Inline(Value.Text _);
  }
}
