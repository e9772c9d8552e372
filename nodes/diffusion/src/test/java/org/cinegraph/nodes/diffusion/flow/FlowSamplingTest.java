package org.cinegraph.nodes.diffusion.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.junit.jupiter.api.Test;

class FlowSamplingTest {
  private static final Shape SHAPE = Shape.of(1, 2, 10);

  @Test
  void itStartsFromTheNoiseOfItsSeed() {
    assertThat(sampling(1, constant(0, 0)).start().x().values())
        .isEqualTo(TorchNoise.seeded(5).normal(SHAPE).values());
  }

  @Test
  void guidanceContrastsTheConditionWithItsAbsence() throws NodeFailure {
    FlowSampling sampling = sampling(3, constant(2, 1));

    FloatTensor start = sampling.start().x();
    FloatTensor next = sampling.step(0, new FlowSampling.Point(start)).x();

    assertThat(next.values()[7]).isEqualTo(start.values()[7] + 0.25f * 4);
  }

  @Test
  void bothRowsAreAskedAtTheSamePointAndTime() throws NodeFailure {
    FlowSampling sampling =
        sampling(
            1,
            (x, t) -> {
              assertThat(x.shape()).isEqualTo(Shape.of(2, 2, 10));
              assertThat(x.values()[3]).isEqualTo(x.values()[23]);
              assertThat(t.values()).containsExactly(0.25f, 0.25f);
              return x;
            });

    sampling.step(1, sampling.start());
  }

  @Test
  void whoeverWatchesSeesTheStraightWayToTheEnd() throws NodeFailure {
    List<FloatTensor> seen = new ArrayList<>();
    FlowSampling sampling =
        new FlowSampling(
            new FlowPath(
                constant(2, 1),
                SHAPE,
                new double[] {0, 0.25, 1},
                Guidance.always(3),
                5,
                Optional.empty(),
                seen::add,
                Optional.empty()));

    FlowSampling.Point start = sampling.start();
    sampling.step(1, sampling.step(0, start));

    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().values()[7]).isEqualTo(start.x().values()[7] + 4);
  }

  @Test
  void outsideOfItsIntervalTheConditionIsAskedAlone() throws NodeFailure {
    List<Integer> batches = new ArrayList<>();
    VelocityField field =
        (x, t) -> {
          batches.add(t.values().length);
          return FloatTensor.of(x.shape(), new float[x.values().length]);
        };
    FlowSampling sampling =
        new FlowSampling(
            new FlowPath(
                field,
                SHAPE,
                new double[] {0, 0.2, 0.4, 0.6, 1},
                Guidance.of(3, 0.25, 0.75, 0),
                5,
                Optional.empty(),
                _ -> {},
                Optional.empty()));
    FlowSampling.Point point = sampling.start();
    for (int step = 0; step < 4; step++) {
      point = sampling.step(step, point);
    }

    assertThat(batches).containsExactly(1, 2, 2, 1);
  }

  @Test
  void aPathMayBeginBetweenItsNoiseAndASample() throws NodeFailure {
    FloatTensor clean = FloatTensor.of(SHAPE, new float[Math.toIntExact(SHAPE.elements())]);
    FlowSampling sampling =
        new FlowSampling(
            new FlowPath(
                constant(2, 1),
                SHAPE,
                new double[] {0.25, 1},
                Guidance.always(3),
                5,
                Optional.of(clean),
                _ -> {},
                Optional.empty()));

    assertThat(sampling.start().x().values()[7])
        .isEqualTo(0.75f * sampling(3, constant(2, 1)).start().x().values()[7]);
  }

  @Test
  void aRestoredPointHasTheBitsOfTheSavedOne() throws Exception {
    FlowSampling sampling = sampling(1, constant(0, 0));
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    sampling.save(sampling.start(), new DataOutputStream(saved));

    FlowSampling.Point restored =
        sampling.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));

    assertThat(restored.x().values()).isEqualTo(sampling.start().x().values());
    assertThat(restored.x().shape()).isEqualTo(SHAPE);
  }

  @Test
  void aVelocityThatIsNotFiniteEndsTheStep() {
    FlowSampling sampling = sampling(1, constant(Float.NaN, 0));

    assertThatThrownBy(() -> sampling.step(1, sampling.start()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith(
            "Step 2 of 2: the output of the network holds 20 NaN and 0 infinite of 20 values");
  }

  private static FlowSampling sampling(double guidance, VelocityField field) {
    return new FlowSampling(FlowPath.ofNoise(field, SHAPE, new double[] {0, 0.25, 1}, guidance, 5));
  }

  private static VelocityField constant(float with, float without) {
    return (x, t) -> {
      float[] values = new float[x.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = i < values.length / 2 ? with : without;
      }
      return FloatTensor.of(x.shape(), values);
    };
  }
}
