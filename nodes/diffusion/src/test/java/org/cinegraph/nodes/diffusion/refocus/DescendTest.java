package org.cinegraph.nodes.diffusion.refocus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.diffusion.refocus.Descend.Descended;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.junit.jupiter.api.Test;

class DescendTest {
  /// A valley along which a long step climbs the other side.
  private static Slope valley(float[] at) {
    double energy = at[0] * at[0] + 100 * at[1] * at[1];
    return new Slope(energy, new float[] {2 * at[0], 200 * at[1]});
  }

  @Test
  void aStepThatWouldClimbIsHalvedUntilItFalls() throws Exception {
    Descended down = Descend.from(new float[] {1, 0.1f}, 0.5, (at, _) -> valley(at), 0);

    assertThat(down.descent().halvings()).isPositive();
    assertThat(down.descent().after()).isLessThan(down.descent().before());
    assertThat(valley(down.sample()).energy()).isEqualTo(down.descent().after());
  }

  @Test
  void theEnergyNeverRisesHoweverRuggedItIs() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      float[] at = {random.nextFloat(), random.nextFloat()};
      double wave = 1 + 200 * random.nextDouble();
      Descended down =
          Descend.from(
              at,
              random.nextDouble(),
              (x, _) ->
                  new Slope(
                      Math.sin(wave * x[0]) + x[1] * x[1],
                      new float[] {(float) (wave * Math.cos(wave * x[0])), 2 * x[1]}),
              0);

      assertThat(down.descent().after()).isLessThanOrEqualTo(down.descent().before());
    }
  }

  @Test
  void whereNoStepFallsTheSampleStays() throws Exception {
    float[] at = {1, 2};
    Descended down = Descend.from(at, 0.1, (x, _) -> new Slope(7, new float[] {1, 1}), 0);

    assertThat(down.sample()).isSameAs(at);
    assertThat(down.descent().after()).isEqualTo(down.descent().before());
  }

  @Test
  void onThePlainTheSampleStays() throws Exception {
    float[] at = {1, 2};

    assertThat(Descend.from(at, 0.1, (x, _) -> new Slope(7, new float[2]), 0).sample())
        .isSameAs(at);
  }

  @Test
  void whatIsNotFiniteEndsTheNodeWithTheStep() {
    assertThatThrownBy(() ->
            Descend.from(new float[] {1}, 0.1, (x, _) -> new Slope(1, new float[] {Float.NaN}), 4))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("Guiding at step 5: the energy or its gradient is not finite");
  }
}
