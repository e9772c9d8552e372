package org.cinegraph.nodes.diffusion.schedule;

import org.cinegraph.nodes.sdk.NodeFailure;

/// The schedules of solvers that go by whole time steps alone: DDIM's and LCM's.
final class TimestepSchedule {
  private static final float[] NONE = {};

  private TimestepSchedule() {}

  static Schedule ddim(SchedulerConfig config, int steps) throws NodeFailure {
    return new Schedule(Schedule.floats(whole(config, steps)), NONE, 1);
  }

  /// @throws NodeFailure the offset leads out of the training
  static double[] whole(SchedulerConfig config, int steps) throws NodeFailure {
    int train = config.table().steps();
    double[] times = config.spacing().whole(train, steps, config.stepsOffset());
    if (times[0] >= train || times[steps - 1] < 0) {
      throw NodeFailure.user(
          "model-config",
          "scheduler_config.json: with steps_offset %d the %d steps go from %.0f to %.0f; the training had 0 to %d."
              .formatted(config.stepsOffset(), steps, times[0], times[steps - 1], train - 1));
    }
    return times;
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
