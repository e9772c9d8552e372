package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What a person puts in the place of a value that an approval shows: text that is held to the type
/// of the value, and to all that it goes to.
public final class CheckEdit {
  private CheckEdit() {}

  /// A parameter that takes the value as it is.
  public record Fed(String node, Parameter parameter) {}

  /// @param node the approval
  /// @param shown the value as it was shown
  /// @param fed where it goes; says more of its type than the value itself, such as that 3 is a
  ///   float, or what the other choices are
  public static SettleParameter.Outcome read(
      String node, String name, Value shown, String text, List<Fed> fed) {
    PortType type =
        fed.stream()
            .map(each -> each.parameter().type())
            .filter(each -> each instanceof PortType.Float || each instanceof PortType.Choice)
            .findFirst()
            .orElseGet(() -> of(shown));
    Optional<PortValue> read =
        text.length() > GraphLimits.TEXT_LENGTH
            ? Optional.empty()
            : InputText.read(type, text).map(PortValue.Inline::new);
    if (read.isEmpty()) {
      return refused("wrong-type", name, node, Spoken.right(type), Spoken.quoted(text));
    }
    for (Fed each : fed) {
      Parameter parameter = each.parameter();
      Optional<PortValue> converted = TypeMatch.convert(parameter.type(), read.get());
      if (converted.isEmpty() || !CheckValue.isInRange(parameter, converted.get())) {
        return refused(
            converted.isEmpty() ? "wrong-type" : "out-of-range",
            name,
            node,
            "%s, for %s of node %s"
                .formatted(Spoken.right(parameter), parameter.name(), each.node()),
            Spoken.quoted(text));
      }
    }
    return new SettleParameter.Settled(read.get());
  }

  private static SettleParameter.Refused refused(
      String code, String name, String node, String expected, String found) {
    return new SettleParameter.Refused(
        Failure.user(
            code,
            "%s of node %s cannot be %s: expected %s".formatted(name, node, found, expected)));
  }

  /// The narrowest type of a value.
  public static PortType of(Value value) {
    return switch (value) {
      case Value.Text _ -> new PortType.Text();
      case Value.Int _ -> new PortType.Int();
      case Value.Float _ -> new PortType.Float();
      case Value.Bool _ -> new PortType.Boolean();
      case Value.Items _ -> new PortType.ListOf(new PortType.Json());
      case Value.Nothing _, Value.Fields _ -> new PortType.Json();
    };
  }
}
