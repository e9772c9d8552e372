package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Flow matching by Euler's method (arXiv 2210.02747). No history.
///
/// @param stochastic whether each step goes to the end and comes back with new noise
record FlowEulerSolver(Schedule schedule, boolean stochastic, StepNoise noise) implements Solver {
  @Override
  public float[] noised(int call, float[] clean, float[] drawn) {
    float sigma = schedule.sigmas()[call];
    return Combination.of(sigma, drawn, 1 - sigma, clean);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    return Combination.add(state.x(), -schedule.sigmas()[call], output);
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float next = schedule.sigmas()[call + 1];
    if (!stochastic) {
      float stride = next - schedule.sigmas()[call];
      return SolverState.start(Combination.add(state.x(), stride, output));
    }
    float[] signal = estimate(call, state, output);
    return SolverState.start(
        next == 0 ? signal : Combination.of(1 - next, signal, next, noise.at(call)));
  }
}
