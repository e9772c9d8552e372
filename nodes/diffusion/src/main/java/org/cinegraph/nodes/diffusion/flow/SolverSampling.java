package org.cinegraph.nodes.diffusion.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.cinegraph.nodes.diffusion.refocus.SampleLoop;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Follows a velocity field from noise to data by any solver that can follow a flow. Solvers count
/// from data to noise: their noise level is `1 − t`, and what they take for the output of the
/// network is the velocity turned round.
///
/// A step of the loop is a call of the network.
public final class SolverSampling implements SampleLoop<SolverState> {
  /// So many calls lie between two estimates: often enough to watch, too seldom to cost anything.
  private static final int CALLS_BETWEEN_ESTIMATES = 4;

  private final FlowPath path;
  private final GuidedField field;
  private final Solver solver;

  /// @throws NodeFailure the solver follows no flow
  public SolverSampling(SolverChoice choice, FlowPath path) throws NodeFailure {
    this.path = path;
    this.field = path.guided();
    this.solver =
        Solvers.overFlow(
            choice, sigmas(path.times()), StepNoise.seeded(path.seed(), "step", path.shape()));
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
    return solver.start(path.begin().values());
  }

  @Override
  public SolverState step(int call, SolverState state) throws NodeFailure {
    Schedule schedule = solver.schedule();
    float[] output = field.at(call, steps(), solver.input(call, state), time(call));
    for (int i = 0; i < output.length; i++) {
      output[i] = -output[i];
    }
    SolverState next = solver.step(call, state, output);
    if (call % CALLS_BETWEEN_ESTIMATES == 0) {
      path.watcher().accept(hold(solver.estimate(call, state, output), 1));
    }
    return next.at(hold(next.x(), 1 - schedule.sigmas()[call + 1]).values());
  }

  private FloatTensor hold(float[] x, float t) {
    return path.hold(FloatTensor.of(path.shape(), x), t);
  }

  @Override
  public float[] sample(SolverState state) {
    return state.x();
  }

  @Override
  public int sampleLength() {
    return Math.toIntExact(path.shape().elements());
  }

  @Override
  public SolverState moved(SolverState state, float[] samples) {
    return state.at(samples);
  }

  @Override
  public float[] shown(int call, SolverState state, float[] sample) {
    return solver.input(call, state.at(sample));
  }

  @Override
  public float time(int call) {
    return 1 - solver.schedule().timesteps()[call];
  }

  @Override
  public void save(SolverState state, DataOutput out) throws IOException {
    state.save(out);
  }

  @Override
  public SolverState restore(DataInput in) throws IOException {
    return SolverState.restore(in, Math.toIntExact(path.shape().elements()));
  }
}
