package org.cinegraph.nodes.diffusion.schedule;

import java.util.OptionalDouble;
import org.cinegraph.nodes.sdk.NodeFailure;

/// How a flow's noise levels are shifted.
///
/// @param used whether DPM-Solver++ or UniPC follow a flow; flow-matching Euler always does
/// @param shift the static one
/// @param dynamic whether the shift depends on the size of the sample
/// @param exponential the form of the dynamic shift, otherwise linear
/// @param terminal the last noise level before none, if it is set
/// @param inverted whether noise levels are told from the other end, as Mochi's are
/// @param stochastic whether each step adds noise anew
public record FlowSettings(
    boolean used,
    double shift,
    boolean dynamic,
    boolean exponential,
    double baseShift,
    double maxShift,
    int baseLength,
    int maxLength,
    OptionalDouble terminal,
    boolean inverted,
    boolean stochastic) {
  static FlowSettings read(ConfigFields fields) throws NodeFailure {
    return new FlowSettings(
        fields.flag("use_flow_sigmas", false),
        fields.number("shift", fields.number("flow_shift", 1)),
        fields.flag("use_dynamic_shifting", false),
        fields
            .choice("time_shift_type", "exponential", "exponential", "linear")
            .equals("exponential"),
        fields.number("base_shift", 0.5),
        fields.number("max_shift", 1.15),
        fields.integer("base_image_seq_len", 256),
        fields.integer("max_image_seq_len", 4096),
        fields.number("shift_terminal"),
        fields.flag("invert_sigmas", false),
        fields.flag("stochastic_sampling", false));
  }

  /// The dynamic shift of a sample that is so many tokens long.
  public double mu(int length) {
    double slope = (maxShift - baseShift) / (maxLength - baseLength);
    return length * slope + (baseShift - slope * baseLength);
  }

  /// @param mu of the sample; without it the shift is the static one
  FlowShift shift(OptionalDouble mu) {
    if (mu.isEmpty()) {
      return new FlowShift.Static(shift);
    }
    double by = mu.getAsDouble();
    return exponential ? new FlowShift.Exponential(by) : new FlowShift.Linear(by);
  }
}
