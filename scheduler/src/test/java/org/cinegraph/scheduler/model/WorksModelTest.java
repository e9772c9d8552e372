package org.cinegraph.scheduler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.cinegraph.db.RunFixture;
import org.junit.jupiter.api.Test;

/// `-Dcinegraph.model-seed=N` replays one episode.
class WorksModelTest {
  private static final long OPERATIONS = 1_000_000;
  private static final int ROUNDS = 100;

  @Test
  void postgresAndTheModelAgreeOnAMillionOperations() {
    Optional<Long> chosen = Optional.ofNullable(Long.getLong("cinegraph.model-seed"));
    long operations = 0;
    long seed = chosen.orElse(1L);
    do {
      operations += episode(seed, false);
      seed++;
    } while (chosen.isEmpty() && operations < OPERATIONS);

    assertThat(operations).isPositive();
  }

  @Test
  void aModelThatIgnoresFencesIsFoundOut() {
    assertThatThrownBy(() -> episode(1, true)).isInstanceOf(AssertionError.class);
  }

  private static long episode(long seed, boolean wrongModel) {
    try (RunFixture fixture = new RunFixture()) {
      WorksUnderTest works = new WorksUnderTest(fixture, seed, wrongModel);
      for (int round = 0; round < ROUNDS; round++) {
        works.round();
      }
      works.finish();
      return works.operations();
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "seed %d; replay it with -Dcinegraph.model-seed=%d".formatted(seed, seed), broken);
    }
  }
}
