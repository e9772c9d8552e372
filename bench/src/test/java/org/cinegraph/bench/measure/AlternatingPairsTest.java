package org.cinegraph.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cinegraph.bench.measure.AlternatingPairs.Ratios;
import org.junit.jupiter.api.Test;

class AlternatingPairsTest {
  private final List<String> turns = new ArrayList<>();

  @Test
  void bothSidesTakeTurnsAndWhoBeginsChanges() throws Exception {
    new AlternatingPairs(side("ours", 1), side("baseline", 1), 0, 10).measure(5, _ -> {});
    assertThat(turns.subList(0, 4)).containsExactly("ours", "baseline", "baseline", "ours");
    assertThat(turns).hasSize(20);
  }

  @Test
  void theRatioIsTheMedianOfThePairsAndIsNotMovedByOneDisturbedPair() throws Exception {
    double[] ours = {2, 2, 2, 2, 50, 2, 2, 2, 2, 2};
    Ratios ratios =
        new AlternatingPairs(sequence(ours), side("baseline", 2), 0, 10).measure(5, _ -> {});
    assertThat(ratios.median()).isEqualTo(1);
    assertThat(ratios.spread()).isEqualTo(new Spread(1, 1));
    assertThat(ratios.baseline()).isEqualTo(2);
  }

  @Test
  void warmUpsAreNotCounted() throws Exception {
    double[] ours = {100, 100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    Ratios ratios =
        new AlternatingPairs(sequence(ours), side("baseline", 1), 2, 10).measure(5, _ -> {});
    assertThat(ratios.pairs()).hasSize(10);
    assertThat(ratios.median()).isEqualTo(1);
  }

  @Test
  void morePairsAreRunWhileTheSpreadIsWiderThanTheDistanceToTheGoal() throws Exception {
    double[] ours = new double[40];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = i % 2 == 0 ? 1 : 1.3;
    }
    assertThat(pairs(ours, 1.2, 24)).isEqualTo(24);
    assertThat(pairs(ours, 3, 24)).isEqualTo(10);
  }

  @Test
  void theQuartilesLieBetweenTheMeasurements() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(1.75, 3.25));
    assertThat(Spread.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5, within(1e-12));
    assertThat(Spread.percentile(List.of(7.0), 99)).isEqualTo(7);
    assertThatThrownBy(() -> Spread.median(List.of())).hasMessage("Nothing was measured");
  }

  @Test
  void aGoalKnowsReachedMissedAndNotAcceptableAtItsLimits() {
    Goal most = new Goal.AtMost(1.15, 1.6);
    assertThat(most.judge(1.15)).isEqualTo(Verdict.REACHED);
    assertThat(most.judge(1.16)).isEqualTo(Verdict.MISSED);
    assertThat(most.judge(1.6)).isEqualTo(Verdict.MISSED);
    assertThat(most.judge(1.61)).isEqualTo(Verdict.NOT_ACCEPTABLE);
    Goal least = new Goal.AtLeast(20, 18);
    assertThat(least.judge(20)).isEqualTo(Verdict.REACHED);
    assertThat(least.judge(19)).isEqualTo(Verdict.MISSED);
    assertThat(least.judge(17)).isEqualTo(Verdict.NOT_ACCEPTABLE);
  }

  private static int pairs(double[] ours, double goal, int most) throws Exception {
    return new AlternatingPairs(sequence(ours), () -> 1, 0, most)
        .measure(goal, _ -> {})
        .pairs()
        .size();
  }

  private AlternatingPairs.Side side(String name, double seconds) {
    return () -> {
      turns.add(name);
      return seconds;
    };
  }

  private static AlternatingPairs.Side sequence(double[] seconds) {
    Iterator<Double> next = java.util.Arrays.stream(seconds).iterator();
    return next::next;
  }
}
