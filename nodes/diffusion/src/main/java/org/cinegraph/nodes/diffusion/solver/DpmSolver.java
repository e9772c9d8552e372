package org.cinegraph.nodes.diffusion.solver;

import java.util.List;
import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;

/// DPM-Solver++ (arXiv 2211.01095), multistep, of orders 1 to 3: 2M and 3M.
///
/// The history is the signals of the calls before, at most one less than the order.
record DpmSolver(MultistepSpace space, MultistepSettings settings) implements MultistepSolver {
  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float[] signal = estimate(call, state, output);
    List<float[]> before = state.history();
    int order = DpmOrder.at(call, schedule(), settings, before.size());
    float[] x =
        switch (order) {
          case 1 -> first(call, state.x(), signal);
          case 2 -> second(call, state.x(), signal, before.getFirst());
          default -> third(call, state.x(), signal, before);
        };
    return new SolverState(x, state.remember(signal, settings.order() - 1));
  }

  private float[] first(int call, float[] x, float[] signal) {
    Level from = space.level(call);
    Level to = space.level(call + 1);
    float decay = decay(from, to);
    return Combination.of(to.sigma() / from.sigma(), x, -(to.alpha() * (decay - 1)), signal);
  }

  private float[] second(int call, float[] x, float[] signal, float[] before) {
    Level from = space.level(call);
    Level to = space.level(call + 1);
    float h = to.lambda() - from.lambda();
    float decay = decay(from, to);
    float ratio = (from.lambda() - space.level(call - 1).lambda()) / h;
    float[] slope = Combination.difference(1 / ratio, signal, before);
    float weight =
        settings.heun() ? to.alpha() * ((decay - 1) / h + 1) : -(0.5f * (to.alpha() * (decay - 1)));
    return Combination.of(
        to.sigma() / from.sigma(), x, -(to.alpha() * (decay - 1)), signal, weight, slope);
  }

  private float[] third(int call, float[] x, float[] signal, List<float[]> before) {
    Level from = space.level(call);
    Level to = space.level(call + 1);
    float h = to.lambda() - from.lambda();
    float decay = decay(from, to);
    float last = space.level(call - 1).lambda();
    float r0 = (from.lambda() - last) / h;
    float r1 = (last - space.level(call - 2).lambda()) / h;
    float[] newer = Combination.difference(1 / r0, signal, before.getFirst());
    float[] older = Combination.difference(1 / r1, before.getFirst(), before.get(1));
    float[] bend = Combination.difference(1, newer, older);
    float[] slope = Combination.add(newer, r0 / (r0 + r1), bend);
    float[] curve = Combination.scaled(1 / (r0 + r1), bend);
    float[] straight =
        Combination.of(
            to.sigma() / from.sigma(),
            x,
            -(to.alpha() * (decay - 1)),
            signal,
            to.alpha() * ((decay - 1) / h + 1),
            slope);
    return Combination.add(straight, -(to.alpha() * ((decay - 1 + h) / (h * h) - 0.5f)), curve);
  }

  private static float decay(Level from, Level to) {
    return (float) Math.exp(-(to.lambda() - from.lambda()));
  }
}
