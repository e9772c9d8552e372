package org.cinegraph.nodes.diffusion.solver;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;
import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.sdk.NodeFailure;

/// Solvers in the form that follows a flow, whose noise levels go from 1 to 0. The time that the
/// network is told is the noise level.
final class FlowSolvers {
  /// Solvers that take logarithms of the signal begin so far from pure noise.
  private static final float NUDGED = (float) (1 - 1e-6);

  private FlowSolvers() {}

  static Solver of(SolverChoice choice, float[] sigmas, StepNoise noise) throws NodeFailure {
    return switch (choice) {
      case EULER, FLOW_EULER -> new FlowEulerSolver(schedule(sigmas, sigmas), false, noise);
      case HEUN ->
          new HeunSolver(
              doubled(sigmas), PredictionType.FLOW_PREDICTION, true, OptionalDouble.empty());
      case DPMPP_2M, DPMPP_3M -> new DpmSolver(space(sigmas), settings(choice));
      case DPMPP_2M_SDE -> new SdeDpmSolver(space(sigmas), settings(choice), noise);
      case UNIPC_2, UNIPC_3 -> new UniPcSolver(space(sigmas), settings(choice));
      case EULER_ANCESTRAL, DDIM, PNDM, LCM ->
          throw NodeFailure.user(
              "solver-unsupported",
              "Parameter solver: %s does not follow a flow.".formatted(choice.written()));
    };
  }

  private static MultistepSpace space(float[] sigmas) {
    float[] nudged = sigmas.clone();
    nudged[0] = Math.min(nudged[0], NUDGED);
    return new SharedSpace(schedule(sigmas, nudged), PredictionType.FLOW_PREDICTION, true);
  }

  private static MultistepSettings settings(SolverChoice choice) {
    return new MultistepSettings(
        choice.order(),
        choice.stochastic(),
        false,
        true,
        false,
        Double.NEGATIVE_INFINITY,
        false,
        List.of());
  }

  private static Schedule schedule(float[] told, float[] sigmas) {
    return new Schedule(Arrays.copyOf(told, told.length - 1), sigmas, 1);
  }

  private static Schedule doubled(float[] sigmas) {
    return new Schedule(Arrays.copyOf(sigmas, sigmas.length - 1), sigmas, 1).doubled();
  }
}
