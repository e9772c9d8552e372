package org.cinegraph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrawBlowsTest {
  @Test
  void killsAreSharedOutAmongTheFourKindsOfProcesses() {
    List<Blow> blows = draw(1, 200);

    for (Victim victim : Victim.values()) {
      assertThat(blows)
          .filteredOn(blow -> blow.kills() && blow.victim() == victim)
          .as(victim.written())
          .hasSize(50);
    }
  }

  @Test
  void halfOfTheControlPlanesDeathsAreAtNamedPoints() {
    assertThat(draw(1, 200)).filteredOn(Blow.CrashAt.class::isInstance).hasSize(25);
  }

  @Test
  void somethingIsSuspendedOrCutAfterEveryThirdKill() {
    assertThat(draw(1, 12)).filteredOn(blow -> !blow.kills()).hasSize(4);
  }

  @Test
  void connectionsOfWorkersAndToTemporalAndPostgresAreCut() {
    assertThat(draw(1, 200))
        .contains(
            new Blow.Cut(Victim.WORKER),
            new Blow.Cut(Victim.TEMPORAL),
            new Blow.Cut(Victim.POSTGRES));
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertThat(draw(7, 50)).isEqualTo(draw(7, 50)).isNotEqualTo(draw(8, 50));
  }

  private static List<Blow> draw(long seed, int kills) {
    return new DrawBlows(new Random(seed)).draw(kills);
  }
}
