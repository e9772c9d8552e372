package org.cinegraph.nodes.diffusion.solver;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;

/// UniPC (arXiv 2302.04867) of orders 1 to 3, for signals: with what the network says at the end of
/// a step, that step is corrected before the next one is predicted, without another call.
///
/// The history is the last corrected sample, and the signals of the calls before, at most as many
/// as the order.
record UniPcSolver(MultistepSpace space, MultistepSettings settings) implements MultistepSolver {
  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float[] signal = estimate(call, state, output);
    List<float[]> history = state.history();
    List<float[]> before = history.isEmpty() ? history : history.subList(1, history.size());
    float[] x = state.x();
    if (!before.isEmpty() && !settings.uncorrected().contains(call - 1)) {
      int order = order(call - 1, before.size());
      UniPcStep step = UniPcStep.between(space, call - 1, order, settings.bh1());
      x = step.correct(history.getFirst(), before, signal);
    }
    List<float[]> signals = new ArrayList<>(List.of(signal));
    signals.addAll(before.subList(0, Math.min(before.size(), settings.order() - 1)));
    UniPcStep step = UniPcStep.between(space, call, order(call, signals.size()), settings.bh1());
    List<float[]> next = new ArrayList<>(List.of(x));
    next.addAll(signals);
    return new SolverState(step.predict(x, signals), next);
  }

  /// @param known the signals up to that call
  private int order(int call, int known) {
    int most =
        settings.lowerOrderFinal()
            ? Math.min(settings.order(), schedule().calls() - call)
            : settings.order();
    return Math.min(most, known);
  }
}
