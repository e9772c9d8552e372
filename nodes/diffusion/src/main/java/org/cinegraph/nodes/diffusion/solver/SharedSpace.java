package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Noise levels as shares of signal and noise.
///
/// @param flow whether the shares add up to 1, or their squares
record SharedSpace(Schedule schedule, PredictionType prediction, boolean flow)
    implements MultistepSpace {
  @Override
  public Level level(int call) {
    float sigma = schedule.sigmas()[call];
    return flow ? Level.flow(sigma) : Level.variancePreserving(sigma);
  }

  @Override
  public float[] signal(int call, float[] x, float[] output) {
    if (prediction == PredictionType.FLOW_PREDICTION) {
      return Combination.add(x, -schedule.sigmas()[call], output);
    }
    Level level = level(call);
    return Denoised.preserving(prediction, level.alpha(), level.sigma(), x, output);
  }

  @Override
  public float[] noised(int call, float[] clean, float[] noise) {
    Level level = level(call);
    return Combination.of(level.alpha(), clean, level.sigma(), noise);
  }
}
