package org.cinegraph.nodes.diffusion.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The values are those of Movie Gen's grid of 50 steps.
class LinearQuadraticGridTest {
  @ParameterizedTest
  @CsvSource({
    "250, 1, .004", "250, 25, .1", "250, 26, .10528", "250, 30, .152", "250, 40, .448",
    "250, 49, .93328", "1000, 1, .001", "1000, 25, .025", "1000, 26, .02752", "1000, 30, .068",
    "1000, 40, .382", "1000, 49, .92452"
  })
  void fiftyStepsStandWhereThePaperPutsThem(int linearSteps, int index, double time) {
    assertThat(LinearQuadraticGrid.times(50, linearSteps)[index]).isCloseTo(time, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 24, 25, 249, 250})
  void everyGridRisesFromNoiseToData(int steps) {
    double[] times = LinearQuadraticGrid.times(steps, 250);

    assertThat(times)
        .hasSize(steps + 1)
        .startsWith(0)
        .endsWith(1)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void moreStepsThanTheLinearGridHasAreRefused() {
    assertThatThrownBy(() -> LinearQuadraticGrid.times(251, 250))
        .hasMessageContaining("251 steps out of 250");
  }
}
