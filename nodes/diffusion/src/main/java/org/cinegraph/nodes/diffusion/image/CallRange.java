package org.cinegraph.nodes.diffusion.image;

import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerClass;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.sdk.NodeFailure;

/// Which calls of a schedule a sampling makes.
///
/// @param end after the last
public record CallRange(int first, int end) {
  public int count() {
    return end - first;
  }

  /// What an author asked for, of what each says 1 or 0 where it was not said.
  ///
  /// @param denoise the share of the steps that is made, counted from the end
  /// @param from the share of the training's noise that is gone at the beginning
  /// @param until the share that is gone at the end
  public record Part(double denoise, double from, double until) {}

  /// @param steps that the schedule was made for
  /// @throws NodeFailure no step is left
  public static CallRange of(SchedulerConfig config, Schedule schedule, int steps, Part part)
      throws NodeFailure {
    int calls = schedule.calls();
    int train = config.table().steps();
    int made = Math.min((int) (steps * part.denoise()), steps);
    // Heun's method calls twice a step.
    int perStep = config.type() == SchedulerClass.HEUN ? 2 : 1;
    int first = (steps - made) * perStep;
    if (part.from() > 0) {
      int left = below(schedule, cutoff(train, part.from()));
      left += perStep == 2 && left % 2 == 0 ? 1 : 0;
      first = Math.max(0, calls - left);
    }
    int end = part.until() < 1 ? calls - below(schedule, cutoff(train, part.until())) : calls;
    if (first >= end) {
      throw NodeFailure.user(
          "no-steps",
          "Of %d steps none is left by denoise %s, from %s and until %s. Make the part larger, or give more steps."
              .formatted(steps, part.denoise(), part.from(), part.until()));
    }
    return new CallRange(first, end);
  }

  private static int cutoff(int train, double part) {
    return (int) Math.rint(train - part * train);
  }

  private static int below(Schedule schedule, int cutoff) {
    int below = 0;
    for (float timestep : schedule.timesteps()) {
      below += timestep < cutoff ? 1 : 0;
    }
    return below;
  }
}
