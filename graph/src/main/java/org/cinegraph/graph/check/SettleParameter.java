package org.cinegraph.graph.check;

import java.util.Optional;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What a graph's checks cannot do beforehand: takes a scalar that a node made in the run for a
/// parameter of another, converts it and holds it to the parameter's range.
public final class SettleParameter {
  private SettleParameter() {}

  /// Either a value that the executor may rely on or why there is none.
  public sealed interface Outcome {}

  public record Settled(Value value) implements Outcome {}

  public record Refused(Failure failure) implements Outcome {}

  /// @param node name of the node that takes the value, for the message
  public static Outcome settle(String node, Parameter parameter, PortValue value) {
    Optional<PortValue> converted = TypeMatch.convert(parameter.type(), value);
    if (converted.isPresent()
        && converted.get() instanceof PortValue.Inline(Value inline)
        && CheckValue.isInRange(parameter, converted.get())) {
      return new Settled(inline);
    }
    return new Refused(
        Failure.user(
            converted.isPresent() ? "out-of-range" : "wrong-type",
            "%s of node %s: expected %s, but the node before it made %s."
                .formatted(parameter.name(), node, Spoken.right(parameter), Spoken.found(value))));
  }
}
