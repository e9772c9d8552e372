package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Euler's method that goes further down than the next noise level and comes back up to it with new
/// noise. No history.
record EulerAncestralSolver(Schedule schedule, PredictionType prediction, StepNoise noise)
    implements Solver {
  @Override
  public float[] input(int call, SolverState state) {
    return EulerSolver.input(schedule.sigmas()[call], state.x());
  }

  @Override
  public float[] noised(int call, float[] clean, float[] drawn) {
    return Combination.add(clean, schedule.sigmas()[call], drawn);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    return Denoised.exploding(prediction, schedule.sigmas()[call], state.x(), output);
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float from = schedule.sigmas()[call];
    float to = schedule.sigmas()[call + 1];
    float up = (float) Math.sqrt(to * to * (from * from - to * to) / (from * from));
    float down = (float) Math.sqrt(to * to - up * up);
    float[] derivative = Combination.slope(state.x(), estimate(call, state, output), from);
    float[] x = Combination.add(state.x(), down - from, derivative);
    return SolverState.start(up == 0 ? x : Combination.add(x, up, noise.at(call)));
  }
}
