package org.cinegraph.nodes.diffusion.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SolverSamplingTest {
  private static final Shape SHAPE = Shape.of(1, 2, 4, 2, 2);
  private static final double[] TIMES = LinearQuadraticGrid.times(12, 100);

  /// Where every path ends.
  private static final float GOAL = 0.5f;

  @ParameterizedTest
  @EnumSource(
      value = SolverChoice.class,
      names = {"HEUN", "DPMPP_2M", "DPMPP_3M", "DPMPP_2M_SDE", "UNIPC_2", "UNIPC_3"})
  void aStraightFlowIsFollowedToItsEnd(SolverChoice choice) throws Exception {
    SolverSampling sampling = sampling(choice, Optional.empty());

    assertThat(last(sampling)).satisfies(x -> assertThat(distance(x)).isLessThan(1e-5));
  }

  @ParameterizedTest
  @EnumSource(
      value = SolverChoice.class,
      names = {"HEUN", "DPMPP_2M", "DPMPP_3M", "DPMPP_2M_SDE", "UNIPC_2", "UNIPC_3"})
  void aHeldBeginningIsThereBitForBit(SolverChoice choice) throws Exception {
    FloatTensor before = TorchNoise.seeded(9).normal(SHAPE);
    float[] x = last(sampling(choice, Optional.of(new HeldBeginning(before, 2))));

    for (int channel = 0; channel < 2; channel++) {
      int start = channel * 16;
      assertThat(Arrays.copyOfRange(x, start, start + 8))
          .isEqualTo(Arrays.copyOfRange(before.values(), start + 8, start + 16));
    }
  }

  @Test
  void eulersMethodGoesWhereFlowSamplingGoes() throws Exception {
    FlowSampling flow = new FlowSampling(FlowPath.ofNoise(field(), SHAPE, TIMES, 1, 5));
    FlowSampling.Point point = flow.start();
    for (int step = 0; step < flow.steps(); step++) {
      point = flow.step(step, point);
    }

    assertThat(
            Golden.relativeError(
                last(sampling(SolverChoice.EULER, Optional.empty())), point.x().values()))
        .isLessThan(1e-6);
  }

  private static float[] last(SolverSampling sampling) throws Exception {
    SolverState state = sampling.start();
    for (int call = 0; call < sampling.steps(); call++) {
      state = sampling.step(call, state);
    }
    return state.x();
  }

  private static double distance(float[] x) {
    double most = 0;
    for (float value : x) {
      most = Math.max(most, Math.abs(value - GOAL));
    }
    return most;
  }

  private static SolverSampling sampling(SolverChoice choice, Optional<HeldBeginning> held)
      throws Exception {
    FlowPath path =
        new FlowPath(
            field(), SHAPE, TIMES, Guidance.always(1), 5, Optional.empty(), estimate -> {}, held);
    return new SolverSampling(choice, path);
  }

  /// From any point straight to the goal, there at time 1.
  private static VelocityField field() {
    return (x, t) -> {
      float[] velocity = new float[x.values().length];
      for (int i = 0; i < velocity.length; i++) {
        velocity[i] = (GOAL - x.values()[i]) / (1 - t.values()[0]);
      }
      return FloatTensor.of(x.shape(), velocity);
    };
  }
}
