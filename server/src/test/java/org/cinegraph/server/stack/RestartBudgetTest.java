package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
  private Instant now = Instant.EPOCH;
  private final RestartBudget budget = new RestartBudget(3, () -> now);

  @Test
  void threeRestartsInAMinuteAreAllowedAndAFourthIsNot() {
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    now = now.plus(Duration.ofSeconds(59));
    assertThat(budget.take()).isFalse();
  }

  @Test
  void aRestartIsForgottenAfterAMinute() {
    budget.take();
    now = now.plus(Duration.ofSeconds(30));
    budget.take();
    budget.take();
    now = now.plus(Duration.ofSeconds(30));
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
  }
}
