package org.cinegraph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cinegraph.bench.chaos.StepLog.Step;
import org.junit.jupiter.api.Test;

class RepeatedStepsTest {
  @Test
  void anAttemptThatGoesOnWhereTheLastOneStoodRepeatsNothing() {
    assertThat(lost(step(1, 0), step(1, 1), step(2, 2))).containsExactly(0);
  }

  @Test
  void whatTheNextAttemptBeginsAgainIsCountedForEachLoss() {
    assertThat(
            lost(
                step(1, 0), step(1, 1), step(1, 2), step(2, 1), step(2, 2), step(2, 3), step(3, 0)))
        .containsExactly(2, 4);
  }

  @Test
  void anAttemptThatBeganNothingIsNoLoss() {
    assertThat(lost(step(1, 0), step(3, 1))).containsExactly(0);
  }

  private static List<Integer> lost(Step... steps) {
    return RepeatedSteps.of(List.of(steps)).losses().stream()
        .map(RepeatedSteps.Loss::steps)
        .toList();
  }

  private static Step step(long fence, int step) {
    return new Step(0, "work", fence, "sample-latents", 0, step);
  }
}
