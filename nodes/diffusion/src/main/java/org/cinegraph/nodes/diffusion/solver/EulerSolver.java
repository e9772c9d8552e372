package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Euler's method (algorithm 2 of arXiv 2206.00364, without churn). No history.
record EulerSolver(Schedule schedule, PredictionType prediction) implements Solver {
  @Override
  public float[] input(int call, SolverState state) {
    return input(schedule.sigmas()[call], state.x());
  }

  /// Divided by its standard deviation.
  static float[] input(float sigma, float[] x) {
    float deviation = (float) Math.sqrt(sigma * sigma + 1);
    float[] input = new float[x.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = x[i] / deviation;
    }
    return input;
  }

  @Override
  public float[] noised(int call, float[] clean, float[] noise) {
    return Combination.add(clean, schedule.sigmas()[call], noise);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    return Denoised.exploding(prediction, schedule.sigmas()[call], state.x(), output);
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float sigma = schedule.sigmas()[call];
    float[] derivative = Combination.slope(state.x(), estimate(call, state, output), sigma);
    float stride = schedule.sigmas()[call + 1] - sigma;
    return SolverState.start(Combination.add(state.x(), stride, derivative));
  }
}
