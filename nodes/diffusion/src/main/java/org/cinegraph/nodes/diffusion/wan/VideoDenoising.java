package org.cinegraph.nodes.diffusion.wan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.cinegraph.nodes.diffusion.image.CallRange;
import org.cinegraph.nodes.diffusion.image.ImageStart;
import org.cinegraph.nodes.diffusion.solver.FiniteCheck;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// Denoises the latents of a video by a schedule's solver. A step of the loop is a call of the
/// network, or two with guidance.
///
/// @param seed of the noise, see [TorchNoise]
/// @param beginning with noise alone, or with latents that are given noise
/// @param calls which of the schedule's are made
public record VideoDenoising(
    Solver solver, GuidedVelocity velocity, long seed, ImageStart beginning, CallRange calls)
    implements StepLoop<SolverState> {
  @Override
  public int steps() {
    return calls.count();
  }

  @Override
  public SolverState start() {
    float[] noise = TorchNoise.seeded(seed).normal(velocity.shape()).values();
    return solver.start(beginning.begin(solver, calls.first(), noise));
  }

  @Override
  public SolverState step(int step, SolverState state) throws NodeFailure, InterruptedException {
    int call = calls.first() + step;
    if (step == 0) {
      // Else the network would be blamed for what it was given.
      int all = solver.schedule().calls();
      FiniteCheck.require(call, all, "sample to begin with", state.x());
    }
    float timestep = solver.schedule().timesteps()[call];
    float[] output = velocity.at(step, steps(), solver.input(call, state), timestep);
    return solver.step(call, state, output);
  }

  @Override
  public void save(SolverState state, DataOutput out) throws IOException {
    state.save(out);
  }

  @Override
  public SolverState restore(DataInput in) throws IOException {
    return SolverState.restore(in, Math.toIntExact(velocity.shape().elements()));
  }
}
