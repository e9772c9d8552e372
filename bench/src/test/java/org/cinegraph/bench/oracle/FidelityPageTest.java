package org.cinegraph.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page of what is the same. The command that it names runs all gates and then this test, which
/// writes what they measured.
@Tag("fidelity")
class FidelityPageTest {
  @Test
  void thePageHasARowForEachGateAndNoOther() throws Exception {
    if ("write".equals(System.getProperty("goldens"))) {
      FidelityPage.read().measured().write();
    }
    assertThat(FidelityPage.read().names()).containsExactlyElementsOf(FidelityPage.gates());
  }

  @Test
  void noRowShowsMoreThanIsAllowed() throws Exception {
    assertThat(FidelityPage.read().rows())
        .hasSizeGreaterThan(20)
        .allSatisfy(row -> {
          assertThat(Integer.parseInt(row.comparisons())).isPositive();
          assertThat(Double.parseDouble(row.worst()))
              .isLessThanOrEqualTo(Double.parseDouble(row.most()));
        });
  }
}
