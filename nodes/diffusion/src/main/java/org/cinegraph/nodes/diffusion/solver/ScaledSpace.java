package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.PredictionType;
import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Samples that are the signal plus σ times noise, shown to the network at a deviation of 1, whose
/// answer is weighted by how much noise there is: the preconditioning of Karras et al. 2022, arXiv
/// 2206.00364.
///
/// @param data the deviation of the signal
record ScaledSpace(Schedule schedule, PredictionType prediction, float data)
    implements MultistepSpace {
  @Override
  public Level level(int call) {
    return Level.exploding(schedule.sigmas()[call]);
  }

  @Override
  public float[] signal(int call, float[] x, float[] output) {
    float sigma = schedule.sigmas()[call];
    float variance = sigma * sigma + data * data;
    float weight = sigma * data / (float) Math.sqrt(variance);
    float sign = prediction == PredictionType.EPSILON ? 1 : -1;
    return Combination.of(data * data / variance, x, sign * weight, output);
  }

  @Override
  public float[] noised(int call, float[] clean, float[] noise) {
    return Combination.add(clean, schedule.sigmas()[call], noise);
  }

  @Override
  public float[] input(int call, float[] x) {
    float sigma = schedule.sigmas()[call];
    return Combination.scaled(1 / (float) Math.sqrt(sigma * sigma + data * data), x);
  }
}
