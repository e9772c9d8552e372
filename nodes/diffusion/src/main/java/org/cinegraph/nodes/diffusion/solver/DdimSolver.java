package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;

/// DDIM (arXiv 2010.02502). No history.
///
/// @param steps the stride in time is the training's length over them
/// @param eta 0 adds no noise, 1 as much as DDPM
record DdimSolver(Schedule schedule, SchedulerConfig config, int steps, float eta, StepNoise noise)
    implements Solver {
  @Override
  public float[] noised(int call, float[] clean, float[] drawn) {
    float alpha = config.alpha(time(call));
    return Combination.of(root(alpha), clean, root(1 - alpha), drawn);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    float alpha = config.alpha(time(call));
    float[] signal =
        Denoised.preserving(config.prediction(), root(alpha), root(1 - alpha), state.x(), output);
    return config.clip().isPresent()
        ? Combination.clamped(signal, (float) config.clip().getAsDouble())
        : signal;
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float alpha = config.alpha(time(call));
    float next = config.alpha(time(call) - config.table().steps() / steps);
    float variance = (1 - next) / (1 - alpha) * (1 - alpha / next);
    float deviation = eta * root(variance);
    float[] x =
        Combination.of(
            root(next),
            estimate(call, state, output),
            root(1 - next - deviation * deviation),
            epsilon(alpha, state.x(), output));
    return SolverState.start(deviation == 0 ? x : Combination.add(x, deviation, noise.at(call)));
  }

  /// The noise that the network saw, whatever became of the signal.
  private float[] epsilon(float alpha, float[] x, float[] output) {
    return switch (config.prediction()) {
      case EPSILON, FLOW_PREDICTION -> output;
      case V_PREDICTION -> Combination.of(root(alpha), output, root(1 - alpha), x);
      case SAMPLE -> {
        float[] epsilon = new float[x.length];
        for (int i = 0; i < epsilon.length; i++) {
          epsilon[i] = (x[i] - root(alpha) * output[i]) / root(1 - alpha);
        }
        yield epsilon;
      }
    };
  }

  private int time(int call) {
    return (int) schedule.timesteps()[call];
  }

  private static float root(float value) {
    return (float) Math.sqrt(value);
  }
}
