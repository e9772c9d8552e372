package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// A solver that goes from step to step in the space of signals, by the signals of steps before.
interface MultistepSolver extends Solver {
  MultistepSpace space();

  @Override
  default Schedule schedule() {
    return space().schedule();
  }

  @Override
  default float[] input(int call, SolverState state) {
    return space().input(call, state.x());
  }

  @Override
  default float[] noised(int call, float[] clean, float[] noise) {
    return space().noised(call, clean, noise);
  }

  @Override
  default float[] estimate(int call, SolverState state, float[] output) {
    return space().signal(call, state.x(), output);
  }
}
