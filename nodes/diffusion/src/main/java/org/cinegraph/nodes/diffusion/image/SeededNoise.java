package org.cinegraph.nodes.diffusion.image;

import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// The noise of several samples, each by a seed of its own: the first has the seed, the next one
/// more, and so on.
///
/// @param shape of one sample
public record SeededNoise(long seed, int count, Shape shape) {
  /// What a sampling begins with: of each seed, the first that torch's CPU generator draws.
  float[] start() {
    return each(own -> TorchNoise.seeded(own).normal(shape).values());
  }

  /// What solvers add at a call.
  public StepNoise steps() {
    return call -> each(own -> StepNoise.seeded(own, "step", shape).at(call));
  }

  private interface Draw {
    float[] of(long seed);
  }

  private float[] each(Draw draw) {
    int length = Math.toIntExact(shape.elements());
    float[] all = new float[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(draw.of(seed + i), 0, all, i * length, length);
    }
    return all;
  }
}
