package org.cinegraph.scheduler.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HangWatchTest {
  private final HangWatch watch = new HangWatch();
  private long now = 1_000;

  @Test
  void aLoopWithoutAStepInAMinuteHangs() {
    steps(3, Duration.ofSeconds(1));

    assertThat(hangsAfter(Duration.ofSeconds(60))).isFalse();
    assertThat(hangsAfter(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void aLoopOfSlowStepsHangsAfterTenOfThem() {
    steps(3, Duration.ofSeconds(20));

    assertThat(hangsAfter(Duration.ofSeconds(200))).isFalse();
    assertThat(hangsAfter(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void theLongestStepCounts() {
    says(0, 24, "run");
    pass(Duration.ofSeconds(30));
    says(1, 24, "run");
    pass(Duration.ofSeconds(1));
    says(2, 24, "run");

    assertThat(hangsAfter(Duration.ofSeconds(300))).isFalse();
  }

  @Test
  void stepsThatWereReportedTogetherShareTheirTime() {
    says(0, 24, "run");
    pass(Duration.ofSeconds(40));
    says(4, 24, "run");

    assertThat(hangsAfter(Duration.ofSeconds(101))).isTrue();
  }

  @Test
  void theFirstStepHasTenMinutes() {
    says(0, 24, "run");

    assertThat(hangsAfter(Duration.ofMinutes(10))).isFalse();
    assertThat(hangsAfter(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void loadingFetchingAndStoringTakeAsLongAsTheyTake() {
    for (String phase : new String[] {"load", "fetch", "store"}) {
      steps(3, Duration.ofSeconds(1));
      says(3, 24, phase);
      assertThat(hangsAfter(Duration.ofHours(5))).as(phase).isFalse();
      says(3, 24, "run");
      assertThat(hangsAfter(Duration.ofSeconds(59))).as(phase).isFalse();
    }
  }

  @Test
  void aNodeTypeWithoutStepsIsNotWatchedNorWhatFollowsTheLastStep() {
    says(0, 0, "run");
    assertThat(hangsAfter(Duration.ofHours(5))).isFalse();

    steps(24, Duration.ofSeconds(1));
    assertThat(hangsAfter(Duration.ofHours(5))).isFalse();
  }

  @Test
  void theSameWordsAgainAreNoProgress() {
    steps(3, Duration.ofSeconds(1));
    pass(Duration.ofSeconds(40));
    says(3, 24, "run");

    assertThat(hangsAfter(Duration.ofSeconds(21))).isTrue();
  }

  @Test
  void aStepThatGetsOnByPartsDoesNotHangHoweverLongItTakes() {
    steps(3, Duration.ofSeconds(1));
    for (int part = 1; part <= 20; part++) {
      pass(Duration.ofSeconds(30));
      assertThat(watch.hungFor(now)).isEmpty();
      watch.progressed(3, part, 24, "run", now);
    }
    pass(Duration.ofSeconds(30));
    watch.progressed(3, 20, 24, "run", now);

    assertThat(hangsAfter(Duration.ofSeconds(31))).isTrue();
  }

  @Test
  void itIsSaidOnce() {
    steps(3, Duration.ofSeconds(1));

    assertThat(hangsAfter(Duration.ofSeconds(61))).isTrue();
    assertThat(hangsAfter(Duration.ofSeconds(61))).isFalse();
  }

  private void steps(int count, Duration each) {
    says(0, 24, "run");
    for (int step = 1; step <= count; step++) {
      pass(each);
      says(step, 24, "run");
    }
  }

  private void says(int step, int steps, String phase) {
    watch.progressed(step, 0, steps, phase, now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private boolean hangsAfter(Duration more) {
    pass(more);
    return watch.hungFor(now).isPresent();
  }
}
