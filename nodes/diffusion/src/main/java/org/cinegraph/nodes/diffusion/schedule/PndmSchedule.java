package org.cinegraph.nodes.diffusion.schedule;

import org.cinegraph.nodes.sdk.NodeFailure;

/// The schedule of pseudo numerical methods, which call the network more often than there are
/// steps: at the beginning a linear multistep method has nothing to remember.
final class PndmSchedule {
  /// Steps that the Runge-Kutta method makes, and the calls of each.
  private static final int STEPS = 3;

  private static final int CALLS = 4;

  private static final float[] NONE = {};

  private PndmSchedule() {}

  static Schedule of(SchedulerConfig config, int steps) throws NodeFailure {
    double[] times = TimestepSchedule.whole(config, steps);
    if (!config.rungeKutta()) {
      return new Schedule(Schedule.floats(secondTwice(times)), NONE, 1);
    }
    if (steps <= STEPS) {
      throw NodeFailure.user(
          "steps-out-of-range",
          "Parameter steps: PNDMScheduler begins with %d steps of Runge-Kutta's method and takes %d or more, found %d. Set skip_prk_steps in scheduler_config.json to have fewer."
              .formatted(STEPS, STEPS + 1, steps));
    }
    return new Schedule(Schedule.floats(rungeKutta(times, config)), NONE, 1);
  }

  /// The first step is made again with what the network says at its end.
  private static double[] secondTwice(double[] times) {
    if (times.length == 1) {
      return times;
    }
    double[] calls = new double[times.length + 1];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = times[i < 2 ? i : i - 1];
    }
    return calls;
  }

  /// Each of the first steps is asked of at its beginning, twice in its middle and at its end.
  private static double[] rungeKutta(double[] times, SchedulerConfig config) {
    int half = config.table().steps() / times.length / 2;
    int before = STEPS * CALLS;
    double[] calls = new double[before + times.length - STEPS];
    for (int i = 0; i < before; i++) {
      double end = times[i / CALLS + 1];
      calls[i] =
          switch (i % CALLS) {
            case 0 -> times[i / CALLS];
            case 1, 2 -> end + half;
            default -> end;
          };
    }
    System.arraycopy(times, STEPS, calls, before, times.length - STEPS);
    return calls;
  }
}
