package org.cinegraph.nodes.diffusion.image;

import java.util.Optional;
import java.util.function.Supplier;
import org.cinegraph.nodes.diffusion.solver.Solver;

/// Where a sampling begins, and what of it stays.
public sealed interface ImageStart {
  /// @param call the first that is made
  float[] begin(Solver solver, int call, float[] noise);

  /// The sample as it goes on from a step.
  ///
  /// @param next the call that it stands before, or as many as there are
  default float[] keep(Solver solver, int next, float[] x, Supplier<float[]> noise) {
    return x;
  }

  /// Nothing but noise.
  record Noise() implements ImageStart {
    @Override
    public float[] begin(Solver solver, int call, float[] noise) {
      float deviation = solver.schedule().startNoise();
      float[] x = new float[noise.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = noise[i] * deviation;
      }
      return x;
    }
  }

  /// Latents that another sampling left on the way, with their noise in them.
  @SuppressWarnings("ArrayRecordComponent")
  record Midway(float[] noisy) implements ImageStart {
    @Override
    public float[] begin(Solver solver, int call, float[] noise) {
      return noisy;
    }
  }

  /// Clean latents, which are given noise.
  ///
  /// @param mask for each value how much of it is made anew, 1 wholly and 0 not; the rest stays
  ///   where the clean latents are on their way to noise. Without one all is made anew
  @SuppressWarnings("ArrayRecordComponent")
  record Clean(float[] clean, Optional<float[]> mask) implements ImageStart {
    /// Under a mask a sampling from the first call on begins with noise alone, as in diffusers.
    @Override
    public float[] begin(Solver solver, int call, float[] noise) {
      return mask.isPresent() && call == 0
          ? new Noise().begin(solver, call, noise)
          : solver.noised(call, clean, noise);
    }

    @Override
    public float[] keep(Solver solver, int next, float[] x, Supplier<float[]> noise) {
      if (mask.isEmpty()) {
        return x;
      }
      float[] known =
          next < solver.schedule().calls() ? solver.noised(next, clean, noise.get()) : clean;
      float[] anew = mask.get();
      float[] blended = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        blended[i] = (1 - anew[i]) * known[i] + anew[i] * x[i];
      }
      return blended;
    }
  }
}
