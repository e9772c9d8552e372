package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;

/// The sampling of latent consistency models (arXiv 2310.04378): each call goes to the end, and all
/// but the last come back with new noise. No history.
record LcmSolver(Schedule schedule, SchedulerConfig config, StepNoise noise) implements Solver {
  /// The standard deviation of the data, as the paper assumes.
  private static final float DATA = 0.5f;

  @Override
  public float[] noised(int call, float[] clean, float[] drawn) {
    float alpha = alpha(call);
    return Combination.of(root(alpha), clean, root(1 - alpha), drawn);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    float alpha = alpha(call);
    float[] signal =
        Denoised.preserving(config.prediction(), root(alpha), root(1 - alpha), state.x(), output);
    float[] bounded =
        config.clip().isPresent()
            ? Combination.clamped(signal, (float) config.clip().getAsDouble())
            : signal;
    float time = schedule.timesteps()[call] * (float) config.consistency().timestepScaling();
    float sum = time * time + DATA * DATA;
    return Combination.of(time / root(sum), bounded, DATA * DATA / sum, state.x());
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float[] signal = estimate(call, state, output);
    if (call == schedule.calls() - 1) {
      return SolverState.start(signal);
    }
    float next = alpha(call + 1);
    return SolverState.start(Combination.of(root(next), signal, root(1 - next), noise.at(call)));
  }

  private float alpha(int call) {
    return config.table().alpha((int) schedule.timesteps()[call]);
  }

  private static float root(float value) {
    return (float) Math.sqrt(value);
  }
}
