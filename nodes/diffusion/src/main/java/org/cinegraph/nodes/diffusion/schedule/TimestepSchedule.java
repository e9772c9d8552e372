package org.cinegraph.nodes.diffusion.schedule;

/// The schedules of solvers that go by whole time steps alone: DDIM's and LCM's.
final class TimestepSchedule {
  private static final float[] NONE = {};

  private TimestepSchedule() {}

  static Schedule ddim(SchedulerConfig config, int steps) {
    double[] times = config.spacing().whole(config.table().steps(), steps, config.stepsOffset());
    return new Schedule(Schedule.floats(times), NONE, 1);
  }

  /// Out of the steps of the teacher, evenly by their number.
  static Schedule lcm(SchedulerConfig config, int steps) {
    int original = config.consistency().originalSteps();
    int stride = config.table().steps() / original;
    float[] times = new float[steps];
    double part = (double) original / steps;
    for (int i = 0; i < steps; i++) {
      times[i] = (original - (int) Math.floor(i * part)) * stride - 1;
    }
    return new Schedule(times, NONE, 1);
  }
}
