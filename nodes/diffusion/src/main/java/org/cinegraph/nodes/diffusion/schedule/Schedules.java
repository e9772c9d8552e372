package org.cinegraph.nodes.diffusion.schedule;

import java.util.Optional;
import java.util.OptionalDouble;
import org.cinegraph.nodes.sdk.NodeFailure;

/// The schedule of a configuration for a number of steps.
public final class Schedules {
  private Schedules() {}

  public static Schedule of(SchedulerConfig config, int steps) throws NodeFailure {
    return of(config, steps, Optional.empty(), OptionalDouble.empty());
  }

  /// @param sigmas noise levels that the model's family brings, for flow-matching Euler alone
  /// @param mu the shift by size, see [FlowSettings#mu]
  /// @throws NodeFailure so many steps cannot be done
  public static Schedule of(
      SchedulerConfig config, int steps, Optional<double[]> sigmas, OptionalDouble mu)
      throws NodeFailure {
    int most =
        config.type() == SchedulerClass.LCM
            ? config.consistency().originalSteps()
            : config.table().steps() - 1;
    if (steps < 1 || steps > most) {
      throw NodeFailure.user(
          "steps-out-of-range",
          "Parameter steps: %s takes 1 to %d, found %d."
              .formatted(config.type().className(), most, steps));
    }
    return switch (config.type()) {
      case EULER, EULER_ANCESTRAL -> SigmaSchedule.of(config, steps);
      case HEUN -> SigmaSchedule.of(config, steps).doubled();
      case DPM_MULTISTEP, UNIPC_MULTISTEP -> MultistepSchedule.of(config, steps, mu);
      case COSINE_DPM_MULTISTEP -> CosineSchedule.of(CosineSettings.read(config), config, steps);
      case DDIM -> TimestepSchedule.ddim(config, steps);
      case PNDM -> PndmSchedule.of(config, steps);
      case LCM -> TimestepSchedule.lcm(config, steps);
      case FLOW_MATCH_EULER -> FlowSchedule.of(config, steps, sigmas, mu);
    };
  }
}
