package org.cinegraph.nodes.diffusion.solver;

import java.util.List;
import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;

/// SDE-DPM-Solver++ (arXiv 2211.01095), multistep, of orders 1 and 2: each step adds new noise.
///
/// The history is the signal of the call before.
record SdeDpmSolver(MultistepSpace space, MultistepSettings settings, StepNoise noise)
    implements MultistepSolver {
  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float[] signal = estimate(call, state, output);
    List<float[]> before = state.history();
    Level from = space.level(call);
    Level to = space.level(call + 1);
    float h = to.lambda() - from.lambda();
    float left = 1 - (float) Math.exp(-2 * h);
    float kept = to.sigma() / from.sigma() * (float) Math.exp(-h);
    float[] x;
    if (DpmOrder.at(call, schedule(), settings, before.size()) == 1) {
      x = Combination.of(kept, state.x(), to.alpha() * left, signal);
    } else {
      float ratio = (from.lambda() - space.level(call - 1).lambda()) / h;
      float[] slope = Combination.difference(1 / ratio, signal, before.getFirst());
      float weight =
          settings.heun() ? to.alpha() * (left / (-2 * h) + 1) : 0.5f * (to.alpha() * left);
      x = Combination.of(kept, state.x(), to.alpha() * left, signal, weight, slope);
    }
    float fresh = to.sigma() * (float) Math.sqrt(left);
    return new SolverState(
        fresh == 0 ? x : Combination.add(x, fresh, noise.at(call)),
        state.remember(signal, settings.order() - 1));
  }
}
