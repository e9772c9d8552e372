package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.sdk.NodeFailure;

/// A solver that takes in and gives out finite numbers alone.
record CheckedSolver(Solver solver) implements Solver {
  @Override
  public Schedule schedule() {
    return solver.schedule();
  }

  @Override
  public SolverState start(float[] x) {
    return solver.start(x);
  }

  @Override
  public float[] input(int call, SolverState state) {
    return solver.input(call, state);
  }

  @Override
  public float[] noised(int call, float[] clean, float[] noise) {
    return solver.noised(call, clean, noise);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    return solver.estimate(call, state, output);
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) throws NodeFailure {
    int calls = schedule().calls();
    FiniteCheck.require(call, calls, "output of the network", output);
    SolverState next = solver.step(call, state, output);
    FiniteCheck.require(call, calls, "sample", next.x());
    return next;
  }
}
