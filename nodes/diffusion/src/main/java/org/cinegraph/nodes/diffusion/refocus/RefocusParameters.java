package org.cinegraph.nodes.diffusion.refocus;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;

/// The parameters of `refocus-attention`.
final class RefocusParameters {
  private RefocusParameters() {}

  static List<Parameter> declared() {
    return List.of(
        Parameter.required("model", new PortType.Model(), "that encoded the prompt"),
        Parameter.required("groups", new PortType.Json(), "phrases and where they belong"),
        mode(RefocusMode.OBSERVE),
        mode(RefocusMode.REWEIGHT),
        mode(RefocusMode.MODULATE),
        mode(RefocusMode.GUIDE),
        Parameter.optional(
                "factor",
                new PortType.Int(),
                new Value.Int(16),
                "pixels of a place in the layers that count")
            .between(1, 1024),
        number("pull", 1, 1, "of `modulate`: how far scores of words go"),
        number("pull-self", 0.3, 1, "of `modulate`: how far scores between places go"),
        Parameter.optional(
            "energy",
            new PortType.Choice(Energy.names()),
            new Value.Text(Energy.BOX.written()),
            "of `guide`: what becomes smaller"),
        number("strength", 0.02, 1, "of `guide`: share of the sample's length, at first"),
        Parameter.optional(
                "descents", new PortType.Int(), new Value.Int(1), "of `guide`: before each step")
            .between(1, 16),
        Parameter.optional(
            "missing",
            new PortType.Choice(List.of("fail", RefocusAttention.LEAVE_OUT)),
            new Value.Text("fail"),
            "what is done with groups whose labels are not on the map"));
  }

  private static Parameter mode(RefocusMode mode) {
    return Parameter.open(
        mode.written(),
        new PortType.ListOf(new PortType.Float()),
        "steps in which it is on, as two shares of all: [0, 0.4]");
  }

  private static Parameter number(String name, double fallback, double most, String text) {
    return Parameter.optional(name, new PortType.Float(), new Value.Float(fallback), text)
        .between(0, most);
  }

  /// @throws NodeFailure it is no range
  static Optional<StepRange> range(Parameters parameters, RefocusMode mode) throws NodeFailure {
    if (!parameters.isSet(mode.written())) {
      return Optional.empty();
    }
    List<Double> shares = parameters.numbers(mode.written());
    boolean fits =
        shares.size() == 2
            && shares.get(0) >= 0
            && shares.get(0) < shares.get(1)
            && shares.get(1) <= 1;
    if (!fits) {
      throw NodeFailure.user(
          "parameter-unsupported",
          "Parameter %s: expected two shares of the steps from 0 to 1, the first below the second, found %s."
              .formatted(mode.written(), shares));
    }
    return Optional.of(new StepRange(shares.get(0), shares.get(1)));
  }
}
