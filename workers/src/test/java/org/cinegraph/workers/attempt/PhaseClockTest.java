package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.proto.v1.PhaseSeconds;
import org.cinegraph.workers.fake.ManualClock;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
  @Test
  void timeBelongsToTheInnermostPhase() {
    ManualClock clock = new ManualClock();
    PhaseClock phases = new PhaseClock(clock);
    clock.advanceMillis(1_000);
    try (var _ = phases.enter(Phase.LOAD)) {
      clock.advanceMillis(200);
      try (var _ = phases.enter(Phase.FETCH)) {
        clock.advanceMillis(30);
      }
      clock.advanceMillis(4);
    }
    clock.advanceMillis(500);

    PhaseSeconds seconds = phases.seconds();

    assertThat(seconds.getRun()).isEqualTo(1.5);
    assertThat(seconds.getLoad()).isEqualTo(0.204);
    assertThat(seconds.getFetch()).isEqualTo(0.03);
    assertThat(seconds.getStore()).isZero();
  }
}
