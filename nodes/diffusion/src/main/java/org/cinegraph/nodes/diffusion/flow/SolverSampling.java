package org.cinegraph.nodes.diffusion.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// Follows a velocity field from noise to data by any solver that can follow a flow. Solvers count
/// from data to noise: their noise level is `1 − t`, and what they take for the output of the
/// network is the velocity turned round.
///
/// A step of the loop is a call of the network.
public final class SolverSampling implements StepLoop<SolverState> {
  /// So many calls lie between two estimates: often enough to watch, too seldom to cost anything.
  private static final int CALLS_BETWEEN_ESTIMATES = 4;

  private final GuidedField field;
  private final Solver solver;
  private final long seed;
  private final Consumer<FloatTensor> watcher;
  private final Optional<HeldBeginning> held;

  /// @param shape of one sample; its first size is 1
  /// @param times from 0 to 1, one more than there are steps
  /// @param guidance 1 takes the condition as it is, more exaggerates it
  /// @param seed of the noise at the start, see [TorchNoise], and at each step, see [StepNoise]
  /// @param watcher is shown, every few calls, where the path is thought to end
  /// @param held what the sample begins with
  /// @throws NodeFailure the solver follows no flow
  public SolverSampling(
      SolverChoice choice,
      VelocityField field,
      Shape shape,
      double[] times,
      double guidance,
      long seed,
      Consumer<FloatTensor> watcher,
      Optional<HeldBeginning> held)
      throws NodeFailure {
    this.field = new GuidedField(field, shape, (float) guidance);
    this.solver = Solvers.overFlow(choice, sigmas(times), StepNoise.seeded(seed, "step", shape));
    this.seed = seed;
    this.watcher = watcher;
    this.held = held;
  }

  private static float[] sigmas(double[] times) {
    float[] sigmas = new float[times.length];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = (float) (1 - times[i]);
    }
    return sigmas;
  }

  @Override
  public int steps() {
    return solver.schedule().calls();
  }

  @Override
  public SolverState start() {
    return solver.start(noise().values());
  }

  @Override
  public SolverState step(int call, SolverState state) throws NodeFailure {
    Schedule schedule = solver.schedule();
    float[] output = field.at(solver.input(call, state), 1 - schedule.timesteps()[call]);
    for (int i = 0; i < output.length; i++) {
      output[i] = -output[i];
    }
    SolverState next = solver.step(call, state, output);
    if (call % CALLS_BETWEEN_ESTIMATES == 0) {
      watcher.accept(hold(solver.estimate(call, state, output), 1));
    }
    return next.at(hold(next.x(), 1 - schedule.sigmas()[call + 1]).values());
  }

  private FloatTensor noise() {
    return TorchNoise.seeded(seed).normal(field.shape());
  }

  /// The noise is drawn again each time, so that it is no part of the state.
  private FloatTensor hold(float[] x, float t) {
    FloatTensor tensor = FloatTensor.of(field.shape(), x);
    return held.map(beginning -> beginning.hold(tensor, noise(), t)).orElse(tensor);
  }

  @Override
  public void save(SolverState state, DataOutput out) throws IOException {
    state.save(out);
  }

  @Override
  public SolverState restore(DataInput in) throws IOException {
    return SolverState.restore(in, Math.toIntExact(field.shape().elements()));
  }
}
