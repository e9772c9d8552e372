package org.cinegraph.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// `-Dcinegraph.simulation-seed=N` replays one seed and prints what happened in it.
class SimulationTest {
  private static final int SEEDS = 4_000;
  private static final int SEEDS_FOR_A_MUTATION = 1_000;
  private static final Optional<Long> CHOSEN =
      Optional.ofNullable(Long.getLong("cinegraph.simulation-seed"));

  /// What happens in a storm is worth no line of a log.
  private static final List<Logger> LOGGERS =
      List.of(logger("org.cinegraph.scheduler"), logger("org.cinegraph.workers"));

  @BeforeAll
  static void beQuiet() {
    LOGGERS.forEach(logger -> logger.setLevel(CHOSEN.isPresent() ? Level.DEBUG : Level.OFF));
  }

  @AfterAll
  static void speakAgain() {
    LOGGERS.forEach(logger -> logger.setLevel(null));
  }

  @Test
  void noStormBreaksAPromise() {
    LongStream seeds =
        CHOSEN.map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, SEEDS)).parallel();

    Optional<Simulation.Outcome> broken =
        seeds
            .mapToObj(seed -> run(seed, Mutation.NONE))
            .filter(outcome -> outcome.violation().isPresent())
            .findFirst();

    assertThat(broken.map(SimulationTest::words)).isEmpty();
  }

  @Test
  void aSeedReplaysExactly() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(run(seed, Mutation.NONE)).isEqualTo(run(seed, Mutation.NONE));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aDefectThatIsPutInIsFound(Mutation mutation) {
    assertThat(
            LongStream.rangeClosed(1, SEEDS_FOR_A_MUTATION)
                .parallel()
                .mapToObj(seed -> run(seed, mutation))
                .anyMatch(outcome -> outcome.violation().isPresent()))
        .isTrue();
  }

  private static Simulation.Outcome run(long seed, Mutation mutation) {
    return new Simulation(
            seed, mutation, CHOSEN.isPresent() ? System.out::println : SimulationTest::keepSilent)
        .run();
  }

  private static void keepSilent(String line) {}

  private static String words(Simulation.Outcome outcome) {
    return "seed %d with %s: %s; replay it with -Dcinegraph.simulation-seed=%d"
        .formatted(
            outcome.seed(), outcome.faults(), outcome.violation().orElseThrow(), outcome.seed());
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
