package org.cinegraph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The short trial that every build runs. `./cinegraph chaos` runs longer ones.
class ChaosTest {
  @Test
  void nothingIsLostWhileEveryKindOfProcessIsKilled() throws Exception {
    ChaosOptions options = new ChaosOptions(12, 5, 1, Optional.empty(), false);

    ChaosReport report =
        new Chaos(Path.of("..").toAbsolutePath().normalize(), options, System.err::println).run();

    assertThat(report.kills()).hasSize(12);
    assertThat(report.killsThatHitSampling()).isGreaterThanOrEqualTo(6);
    assertThat(report.finished()).isEqualTo(5);
    assertThat(report.lost()).isZero();
    assertThat(report.duplicated()).isZero();
    assertThat(report.identical()).isEqualTo(5);
    assertThat(report.judged()).isPositive();
    assertThat(report.aboveBound()).isEmpty();
  }
}
