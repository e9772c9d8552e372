package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.sdk.NodeFailure;

/// A fixed function in place of a network, the one of `src/test/oracle/schedulers.py`.
final class AnalyticNetwork {
  private AnalyticNetwork() {}

  static float[] at(float[] x, float t) {
    float scale = 0.5f + 0.25f * (t / 1000);
    float[] output = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      float near = x[(i + 1) % x.length];
      output[i] = (x[i] + 0.3f * near) / (1 + Math.abs(x[i])) * scale;
    }
    return output;
  }

  static SolverState step(Solver solver, int call, SolverState state) throws NodeFailure {
    float[] shown = solver.input(call, state);
    return solver.step(call, state, at(shown, solver.schedule().timesteps()[call]));
  }
}
