package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// Where DPM-Solver++ and UniPC live: what a sample is made of at a noise level.
interface MultistepSpace {
  Schedule schedule();

  Level level(int call);

  /// The signal that the network sees in a sample.
  float[] signal(int call, float[] x, float[] output);

  /// A clean sample with as much noise as there is at a call.
  float[] noised(int call, float[] clean, float[] noise);

  /// What the network is shown in place of the sample.
  default float[] input(int call, float[] x) {
    return x;
  }
}
