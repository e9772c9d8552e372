package org.cinegraph.nodes.diffusion.solver;

import java.util.Locale;
import org.cinegraph.nodes.diffusion.schedule.CosineSettings;
import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;
import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.sdk.NodeFailure;

/// The solver of a configuration. All that it is given and gives is checked to be finite.
public final class Solvers {
  private Solvers() {}

  /// @param schedule of that configuration
  /// @param steps that the schedule was made for
  /// @param eta of DDIM; the others have none
  /// @param noise for solvers that add some
  public static Solver of(
      SchedulerConfig config, Schedule schedule, int steps, double eta, StepNoise noise)
      throws NodeFailure {
    return from(0, config, schedule, steps, eta, noise);
  }

  /// @param first the call that the sampling begins with
  /// @param schedule of that configuration
  /// @param steps that the schedule was made for
  /// @param eta of DDIM; the others have none
  /// @param noise for solvers that add some
  public static Solver from(
      int first, SchedulerConfig config, Schedule schedule, int steps, double eta, StepNoise noise)
      throws NodeFailure {
    PredictionType prediction = config.prediction();
    MultistepSpace space = new SharedSpace(schedule, prediction, config.flow().used());
    Solver solver =
        switch (config.type()) {
          case EULER -> new EulerSolver(schedule, prediction);
          case EULER_ANCESTRAL -> new EulerAncestralSolver(schedule, prediction, noise);
          case HEUN -> new HeunSolver(schedule, prediction, false, config.clip());
          case DPM_MULTISTEP -> dpm(space, config.multistep(), noise);
          case COSINE_DPM_MULTISTEP ->
              dpm(
                  new ScaledSpace(schedule, prediction, CosineSettings.read(config).data()),
                  config.multistep(),
                  noise);
          case UNIPC_MULTISTEP -> new UniPcSolver(space, config.multistep());
          case DDIM -> new DdimSolver(schedule, config, steps, (float) eta, noise);
          case PNDM -> pndm(schedule, config, steps, first);
          case LCM -> new LcmSolver(schedule, config, noise);
          case FLOW_MATCH_EULER -> new FlowEulerSolver(schedule, config.flow().stochastic(), noise);
        };
    return new CheckedSolver(solver);
  }

  private static Solver pndm(Schedule schedule, SchedulerConfig config, int steps, int first)
      throws NodeFailure {
    PredictionType prediction = config.prediction();
    if (prediction != PredictionType.EPSILON && prediction != PredictionType.V_PREDICTION) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "PNDMScheduler is done with the prediction epsilon or v_prediction, found %s. Take another solver."
              .formatted(prediction.name().toLowerCase(Locale.ROOT)));
    }
    if (config.rungeKutta() && first > 0) {
      throw NodeFailure.user(
          "solver-unsupported",
          "PNDMScheduler begins with steps of Runge-Kutta's method, which are made from pure noise alone. Leave out denoise and from, take another solver, or set skip_prk_steps in scheduler_config.json.");
    }
    return new PndmSolver(schedule, config, steps, first);
  }

  private static Solver dpm(MultistepSpace space, MultistepSettings settings, StepNoise noise)
      throws NodeFailure {
    if (!settings.stochastic()) {
      return new DpmSolver(space, settings);
    }
    if (settings.order() > 2) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "scheduler_config.json: sde-dpmsolver++ is done with solver_order 1 or 2, found %d."
              .formatted(settings.order()));
    }
    return new SdeDpmSolver(space, settings, noise);
  }

  /// A solver over a flow's own noise levels, as models bring them whose schedule is not one of
  /// diffusers'.
  ///
  /// @param choice one that follows flows
  /// @param sigmas from 1 to 0, one more than there are steps
  /// @param noise for solvers that add some
  public static Solver overFlow(SolverChoice choice, float[] sigmas, StepNoise noise)
      throws NodeFailure {
    return new CheckedSolver(FlowSolvers.of(choice, sigmas, noise));
  }
}
