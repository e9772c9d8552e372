package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.sdk.NodeFailure;

/// A numerical method that goes from noise to data, one call of the network at a time.
///
/// It holds its schedule and nothing that changes; the same call, state and output always give the
/// same bits. Arrays that it is given stay as they are.
public interface Solver {
  Schedule schedule();

  /// The state in which a sampling begins at any call.
  default SolverState start(float[] x) {
    return SolverState.start(x);
  }

  /// What the network is shown in place of the sample.
  default float[] input(int call, SolverState state) {
    return state.x();
  }

  /// A clean sample with as much noise as there is at a call: where image to image begins.
  float[] noised(int call, float[] clean, float[] noise);

  /// The clean sample, as far as the network can tell by now.
  float[] estimate(int call, SolverState state, float[] output);

  /// @param output of the network for `input(call, state)` at `schedule().timesteps()[call]`
  /// @throws NodeFailure the output or the next sample is not finite
  SolverState step(int call, SolverState state, float[] output) throws NodeFailure;
}
