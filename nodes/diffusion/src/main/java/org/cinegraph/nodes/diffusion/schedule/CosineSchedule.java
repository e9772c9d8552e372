package org.cinegraph.nodes.diffusion.schedule;

/// The schedule of cosine DPM-Solver++: noise levels between two ends, and for time the angle whose
/// tangent is the level, as a share of a right angle.
final class CosineSchedule {
  private CosineSchedule() {}

  static Schedule of(CosineSettings settings, SchedulerConfig config, int steps) {
    float[] sigmas = new float[steps + 1];
    float[] times = new float[steps];
    float[] levels = settings.karras() ? karras(settings, steps) : exponential(settings, steps);
    for (int i = 0; i < steps; i++) {
      sigmas[i] = levels[i];
      times[i] = (float) Math.atan(sigmas[i]) / (float) Math.PI * 2;
    }
    sigmas[steps] = config.endsAtZero() ? 0 : (float) settings.least();
    double most = settings.most();
    return new Schedule(times, sigmas, (float) Math.sqrt(most * most + 1));
  }

  private static float[] exponential(CosineSettings settings, int steps) {
    float[] rising = Linspace.floats(Math.log(settings.least()), Math.log(settings.most()), steps);
    float[] levels = new float[steps];
    for (int i = 0; i < steps; i++) {
      levels[i] = (float) Math.exp(rising[steps - 1 - i]);
    }
    if (steps == 1) {
      // A row of one number is its lower end, for the library.
      levels[0] = (float) settings.least();
    }
    return levels;
  }

  private static float[] karras(CosineSettings settings, int steps) {
    double from = Math.pow(settings.most(), 1 / settings.rho());
    double to = Math.pow(settings.least(), 1 / settings.rho());
    float[] ramp = Linspace.floats(0, 1, steps);
    float[] levels = new float[steps];
    for (int i = 0; i < steps; i++) {
      float part = steps == 1 ? 0 : ramp[i];
      levels[i] = (float) Math.pow((float) from + part * (float) (to - from), settings.rho());
    }
    return levels;
  }
}
