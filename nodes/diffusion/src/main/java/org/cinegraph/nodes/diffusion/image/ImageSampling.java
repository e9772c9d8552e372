package org.cinegraph.nodes.diffusion.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cinegraph.nodes.diffusion.refocus.SampleLoop;
import org.cinegraph.nodes.diffusion.solver.FiniteCheck;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.sdk.NodeFailure;

/// Denoises latents of images, or of whatever else a denoiser knows, by a schedule's solver. A step
/// of the loop is a call of the network.
///
/// @param calls which of the schedule's are made
/// @param watcher shown the clean samples, as far as the network can tell, after each call; they
///   are made where it asks for them
public record ImageSampling(
    Solver solver,
    GuidedPredictor predictor,
    SeededNoise noise,
    ImageStart beginning,
    CallRange calls,
    Consumer<Supplier<float[]>> watcher)
    implements SampleLoop<SolverState> {
  @Override
  public int steps() {
    return calls.count();
  }

  @Override
  public SolverState start() {
    return solver.start(beginning.begin(solver, calls.first(), noise.start()));
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
    float[] output = predictor.at(step, steps(), solver.input(call, state), timestep);
    SolverState next = solver.step(call, state, output);
    watcher.accept(() -> solver.estimate(call, state, output));
    return next.at(beginning.keep(solver, call + 1, next.x(), noise::start));
  }

  @Override
  public float[] sample(SolverState state) {
    return state.x();
  }

  @Override
  public int sampleLength() {
    return Math.toIntExact(noise.shape().elements());
  }

  @Override
  public SolverState moved(SolverState state, float[] samples) {
    return state.at(samples);
  }

  @Override
  public float[] shown(int step, SolverState state, float[] sample) {
    return solver.input(calls.first() + step, state.at(sample));
  }

  @Override
  public float time(int step) {
    return solver.schedule().timesteps()[calls.first() + step];
  }

  @Override
  public void save(SolverState state, DataOutput out) throws IOException {
    state.save(out);
  }

  @Override
  public SolverState restore(DataInput in) throws IOException {
    return SolverState.restore(in, Math.toIntExact(noise.count() * noise.shape().elements()));
  }
}
