package org.cinegraph.graph.check;

import java.util.Optional;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;

/// What a graph's checks cannot do beforehand: takes a value that a node made in the run for a
/// parameter or port of another, converts it and holds it to the parameter's range.
public final class SettleParameter {
  private SettleParameter() {}

  /// Either a value that the executor may rely on or why there is none.
  public sealed interface Outcome {}

  public record Settled(PortValue value) implements Outcome {}

  public record Refused(Failure failure) implements Outcome {}

  /// @param node name of the node that takes the value, for the message
  public static Outcome settle(String node, Parameter parameter, PortValue value) {
    Optional<PortValue> converted = TypeMatch.convert(parameter.type(), value);
    if (converted.isPresent() && CheckValue.isInRange(parameter, converted.get())) {
      return new Settled(converted.get());
    }
    return refused(
        converted.isPresent() ? "out-of-range" : "wrong-type",
        parameter.name(),
        node,
        Spoken.right(parameter),
        value);
  }

  /// @param node name of the node that takes the value, for the message
  public static Outcome settle(String node, InputPort port, PortValue value) {
    return TypeMatch.convert(port.type(), value)
        .<Outcome>map(Settled::new)
        .orElseGet(
            () -> refused("wrong-type", port.name(), node, Spoken.right(port.type()), value));
  }

  private static Outcome refused(
      String code, String name, String node, String expected, PortValue found) {
    return new Refused(
        Failure.user(
            code,
            "%s of node %s: expected %s, but the node before it made %s."
                .formatted(name, node, expected, Spoken.found(found))));
  }
}
