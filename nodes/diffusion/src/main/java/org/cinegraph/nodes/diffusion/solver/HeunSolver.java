package org.cinegraph.nodes.diffusion.solver;

import java.util.List;
import java.util.OptionalDouble;
import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Heun's method (algorithm 1 of arXiv 2206.00364, without churn): after a step of Euler's the
/// network is asked once more at its end, and the mean of both directions is followed. The last
/// step is Euler's.
///
/// The history is empty before the first call of a step, and between both calls the direction at
/// its beginning and the sample there.
///
/// @param flow whether samples are those of a flow, which the network sees as they are
/// @param clip bounds of the signal
record HeunSolver(Schedule schedule, PredictionType prediction, boolean flow, OptionalDouble clip)
    implements Solver {
  @Override
  public float[] input(int call, SolverState state) {
    return flow ? state.x() : EulerSolver.input(schedule.sigmas()[call], state.x());
  }

  @Override
  public float[] noised(int call, float[] clean, float[] noise) {
    float sigma = schedule.sigmas()[call];
    return flow
        ? Combination.of(1 - sigma, clean, sigma, noise)
        : Combination.add(clean, sigma, noise);
  }

  @Override
  public float[] estimate(int call, SolverState state, float[] output) {
    float[] signal = Denoised.exploding(prediction, schedule.sigmas()[call], state.x(), output);
    return clip.isPresent() ? Combination.clamped(signal, (float) clip.getAsDouble()) : signal;
  }

  @Override
  public SolverState step(int call, SolverState state, float[] output) {
    float[] sigmas = schedule.sigmas();
    float[] signal = estimate(call, state, output);
    float[] derivative = Combination.slope(state.x(), signal, sigmas[call]);
    if (state.history().isEmpty()) {
      float[] x = Combination.add(state.x(), sigmas[call + 1] - sigmas[call], derivative);
      boolean last = call + 1 == schedule.calls();
      return new SolverState(x, last ? List.of() : List.of(derivative, state.x()));
    }
    float stride = sigmas[call] - sigmas[call - 1];
    float[] before = state.history().getFirst();
    float[] mean = new float[derivative.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (before[i] + derivative[i]) / 2;
    }
    return SolverState.start(Combination.add(state.history().getLast(), stride, mean));
  }
}
