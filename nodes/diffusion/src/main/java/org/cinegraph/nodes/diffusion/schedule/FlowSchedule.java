package org.cinegraph.nodes.diffusion.schedule;

import java.util.Optional;
import java.util.OptionalDouble;

/// The schedule of flow-matching Euler.
final class FlowSchedule {
  private FlowSchedule() {}

  /// @param given noise levels in place of evenly spaced ones, descending, without the final 0;
  ///   they are shifted too
  /// @param mu the dynamic shift
  static Schedule of(
      SchedulerConfig config, int steps, Optional<double[]> given, OptionalDouble mu) {
    int train = config.table().steps();
    FlowSettings flow = config.flow();
    FlowShift shift = flow.shift(mu);
    double[] levels = given.map(double[]::clone).orElseGet(() -> even(flow, train, steps));
    for (int i = 0; i < steps; i++) {
      levels[i] = shift.apply((float) levels[i]);
    }
    if (flow.terminal().isPresent()) {
      stretch(levels, flow.terminal().getAsDouble());
    }
    levels = config.sigmaSpacing().between(levels[0], levels[steps - 1], levels);
    float[] sigmas = new float[steps + 1];
    float[] times = new float[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = flow.inverted() ? 1 - (float) levels[i] : (float) levels[i];
      times[i] = sigmas[i] * train;
    }
    sigmas[steps] = flow.inverted() ? 1 : 0;
    return new Schedule(times, sigmas, 1);
  }

  /// The ends of the table have been shifted statically already; what lies between them is shifted
  /// once more. So does diffusers.
  private static double[] even(FlowSettings flow, int train, int steps) {
    double least = 1.0 / train;
    double[] levels =
        Linspace.doubles(
            train,
            (flow.dynamic() ? least : flow.shift(OptionalDouble.empty()).apply(least)) * train,
            steps);
    for (int i = 0; i < steps; i++) {
      levels[i] /= train;
    }
    return levels;
  }

  private static void stretch(double[] levels, double terminal) {
    double scale = (1 - levels[levels.length - 1]) / (1 - terminal);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 1 - (1 - levels[i]) / scale;
    }
  }
}
