package org.cinegraph.nodes.diffusion.schedule;

import java.util.OptionalDouble;

/// The schedule of DPM-Solver++ and UniPC: whole time steps, and spacings of noise levels between
/// the ends of the table.
final class MultistepSchedule {
  /// So far from 1 a flow begins whose solver takes logarithms of the signal.
  private static final double NUDGE = 1e-6;

  private MultistepSchedule() {}

  static Schedule of(SchedulerConfig config, int steps, OptionalDouble mu) {
    return config.flow().used() ? flow(config, steps, mu) : diffusion(config, steps);
  }

  private static Schedule diffusion(SchedulerConfig config, int steps) {
    NoiseTable table = config.table();
    int usable = table.stepsAbove(config.multistep().leastLambda());
    double[] times =
        config.spacing().wholeAboveLast(table.steps(), usable, steps, config.stepsOffset());
    double[] sigmas = new double[steps + 1];
    double[] own = new double[steps];
    for (int i = 0; i < steps; i++) {
      own[i] = table.sigmaAt(times[i]);
    }
    SigmaSpacing spacing = config.sigmaSpacing();
    double[] levels =
        spacing.between(
            config.sigmaMax().orElse(table.lastSigma()),
            config.sigmaMin().orElse(table.sigma(0)),
            own);
    for (int i = 0; i < steps; i++) {
      sigmas[i] = levels[i];
      times[i] = spacing == SigmaSpacing.TIMESTEPS ? times[i] : step(config, levels[i]);
    }
    sigmas[steps] = config.endsAtZero() ? 0 : table.sigma(0);
    return Schedule.of(times, sigmas, 1);
  }

  /// The network was trained at whole steps: some spacings round, the others cut off.
  private static double step(SchedulerConfig config, double sigma) {
    double step = config.table().stepAt(sigma);
    return switch (config.sigmaSpacing()) {
      case KARRAS, LU -> Math.rint(step);
      case TIMESTEPS, EXPONENTIAL, BETA -> Math.floor(step);
    };
  }

  /// The two classes begin at different ends: DPM-Solver++ leaves out pure noise, UniPC almost
  /// begins there.
  private static Schedule flow(SchedulerConfig config, int steps, OptionalDouble mu) {
    int train = config.table().steps();
    boolean uniPc = config.type() == SchedulerClass.UNIPC_MULTISTEP;
    double[] grid = Linspace.doubles(1, 1.0 / train, steps + 1);
    OptionalDouble exponent =
        mu.isPresent() ? OptionalDouble.of(Math.exp(mu.getAsDouble())) : OptionalDouble.empty();
    FlowShift shift = new FlowShift.Static(exponent.orElse(config.flow().shift()));
    double[] times = new double[steps];
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = shift.apply(uniPc ? grid[i] : 1 - grid[steps - i]);
      if (sigmas[i] > 1 - NUDGE) {
        sigmas[i] = 1 - NUDGE;
      }
      times[i] = Math.floor(sigmas[i] * train);
    }
    sigmas[steps] = config.endsAtZero() ? 0 : sigmas[steps - 1];
    return Schedule.of(times, sigmas, 1);
  }
}
