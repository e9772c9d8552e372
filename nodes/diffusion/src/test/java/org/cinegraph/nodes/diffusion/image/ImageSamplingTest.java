package org.cinegraph.nodes.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.diffusion.solver.Solver;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.junit.jupiter.api.Test;

/// The sampling of images with denoisers that are written down.
class ImageSamplingTest {
  private static final int STEPS = 8;
  private static final Shape SHAPE = Shape.of(1, 2, 3, 5);
  private static final int LENGTH = 30;

  private final List<Long> batches = new ArrayList<>();

  @Test
  void aDenoiserThatKnowsTheNoiseFindsTheLatentsUnderIt() throws Exception {
    SeededNoise noise = new SeededNoise(3, 1, SHAPE);
    float[] clean = clean(1);
    float[] drawn = noise.start();
    NoisePredictor knowing = (x, _, _, _) -> FloatTensor.of(x.shape(), repeated(drawn, x));
    ImageSampling sampling =
        sampling(knowing, Guidance.always(1), noise, new ImageStart.Clean(clean, Optional.empty()));

    assertThat(run(sampling)).containsExactly(clean, within(2e-5f));
    assertThat(batches).isEmpty();
  }

  @Test
  void underAMaskTheRestIsThereBitForBit() throws Exception {
    float[] clean = clean(2);
    float[] mask = new float[2 * LENGTH];
    Arrays.fill(mask, 0, 11, 1);
    ImageSampling sampling =
        sampling(
            counting(0.3f),
            Guidance.always(4),
            new SeededNoise(3, 2, SHAPE),
            new ImageStart.Clean(clean, Optional.of(mask)));
    float[] x = run(sampling);

    assertThat(Arrays.copyOfRange(x, 11, x.length))
        .containsExactly(Arrays.copyOfRange(clean, 11, x.length));
    assertThat(x[10]).isNotEqualTo(clean[10]);
  }

  @Test
  void theSecondBatchIsLeftOutWhereThereIsNoGuidance() throws Exception {
    run(
        sampling(
            counting(0.1f),
            Guidance.of(4, 0.25, 0.5, 0),
            new SeededNoise(3, 1, SHAPE),
            new ImageStart.Noise()));

    assertThat(batches).containsExactly(1L, 1L, 2L, 2L, 1L, 1L, 1L, 1L);
  }

  @Test
  void numbersThatAreNotFiniteEndTheStepThatMadeThem() throws Exception {
    NoisePredictor breaking =
        (x, t, _, _) -> {
          float[] values = new float[x.values().length];
          values[4] = t.values()[0] < 700 ? Float.NaN : 0;
          return FloatTensor.of(x.shape(), values);
        };
    ImageSampling sampling =
        sampling(
            breaking, Guidance.always(1), new SeededNoise(3, 1, SHAPE), new ImageStart.Noise());

    assertThatThrownBy(() -> run(sampling))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("Step 3 of 8: the output of the network holds 1 NaN and 0 infinite");
  }

  private NoisePredictor counting(float value) {
    return (x, _, _, _) -> {
      batches.add(x.shape().sizes().getFirst());
      float[] values = new float[x.values().length];
      Arrays.fill(values, value);
      return FloatTensor.of(x.shape(), values);
    };
  }

  private static float[] repeated(float[] values, FloatTensor like) {
    return Arrays.copyOf(values, like.values().length);
  }

  private static float[] clean(int count) {
    float[] clean = new float[count * LENGTH];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = i % 7 - 3;
    }
    return clean;
  }

  private static ImageSampling sampling(
      NoisePredictor predictor, Guidance guidance, SeededNoise noise, ImageStart start)
      throws Exception {
    ModelPackage model = ModelPackage.open("tiny-sd", TinyPackages.path("tiny-sd"));
    SchedulerConfig config = SchedulerConfig.read(model.part("scheduler").config());
    Schedule schedule = Schedules.of(config, STEPS);
    Solver solver = Solvers.of(config, schedule, STEPS, 0, noise.steps());
    Conditioning text =
        new Conditioning(FloatTensor.of(new float[6], 2, 1, 3), FloatTensor.of(new float[2], 2, 1));
    return new ImageSampling(
        solver,
        new GuidedPredictor(predictor, text, Optional.empty(), guidance, SHAPE),
        noise,
        start,
        CallRange.of(config, schedule, STEPS, new CallRange.Part(1, 0, 1)),
        estimate -> {});
  }

  private static float[] run(ImageSampling sampling) throws NodeFailure, InterruptedException {
    SolverState state = sampling.start();
    for (int step = 0; step < sampling.steps(); step++) {
      state = sampling.step(step, state);
    }
    return state.x();
  }
}
