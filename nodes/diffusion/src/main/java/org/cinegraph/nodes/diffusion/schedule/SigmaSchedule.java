package org.cinegraph.nodes.diffusion.schedule;

/// The schedule of Euler's and Heun's solvers: fractional time steps, and noise levels between
/// those of the table. A spacing starts from the highest and lowest level of the steps that would
/// be visited without it, not from those of the table.
final class SigmaSchedule {
  private SigmaSchedule() {}

  static Schedule of(SchedulerConfig config, int steps) {
    NoiseTable table = config.table();
    double[] times = config.spacing().fractional(table.steps(), steps, config.stepsOffset());
    double[] sigmas = new double[steps + 1];
    double[] own = new double[steps];
    for (int i = 0; i < steps; i++) {
      own[i] = table.sigmaAt(times[i]);
    }
    double most = config.sigmaMax().orElse(own[0]);
    double least = config.sigmaMin().orElse(own[steps - 1]);
    // Ancestral steps take no other spacing than that of the times.
    boolean spaced =
        config.sigmaSpacing() != SigmaSpacing.TIMESTEPS
            && config.type() != SchedulerClass.EULER_ANCESTRAL;
    double[] levels = spaced ? config.sigmaSpacing().between(most, least, own) : own;
    for (int i = 0; i < steps; i++) {
      sigmas[i] = levels[i];
      times[i] = spaced ? table.stepAt(levels[i]) : times[i];
    }
    sigmas[steps] = config.endsAtZero() ? 0 : table.sigma(0);
    if (config.continuous() && config.prediction() == PredictionType.V_PREDICTION) {
      for (int i = 0; i < steps; i++) {
        times[i] = 0.25f * (float) Math.log((float) sigmas[i]);
      }
    }
    return Schedule.of(times, sigmas, startNoise(config.spacing(), (float) sigmas[0]));
  }

  private static float startNoise(TimestepSpacing spacing, float most) {
    return switch (spacing) {
      case LINSPACE, TRAILING -> most;
      case LEADING -> (float) Math.sqrt(most * most + 1);
    };
  }
}
