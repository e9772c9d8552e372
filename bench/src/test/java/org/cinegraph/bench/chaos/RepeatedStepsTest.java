package org.cinegraph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cinegraph.bench.chaos.StepLog.Step;
import org.junit.jupiter.api.Test;

class RepeatedStepsTest {
  @Test
  void anAttemptThatGoesOnWhereTheLastOneStoodRepeatsNothing() {
    assertThat(RepeatedSteps.of(List.of(step(1, 0), step(1, 1), step(2, 2))).perLoss())
        .containsExactly(0);
  }

  @Test
  void whatTheNextAttemptBeginsAgainIsCountedForEachLoss() {
    List<Step> steps =
        List.of(step(1, 0), step(1, 1), step(1, 2), step(2, 1), step(2, 2), step(2, 3), step(3, 0));

    assertThat(RepeatedSteps.of(steps).perLoss()).containsExactly(2, 4);
  }

  @Test
  void anAttemptThatBeganNothingIsNoLoss() {
    assertThat(RepeatedSteps.of(List.of(step(1, 0), step(3, 1))).perLoss()).containsExactly(0);
  }

  private static Step step(long fence, int step) {
    return new Step(0, "work", fence, "sample-latents", 0, step);
  }
}
