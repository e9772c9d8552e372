package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttemptLogTest {
  private final AttemptLog log = new AttemptLog();

  @Test
  void ofALongLogTheEndIsKept() {
    for (int number = 0; number < 20_000; number++) {
      log.line("line " + number);
    }

    assertThat(log.text().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(AttemptLog.MOST_BYTES)
        .isGreaterThan(AttemptLog.MOST_BYTES - 200);
    assertThat(log.text())
        .startsWith("... the beginning of this log was dropped\n")
        .endsWith("line 19998\nline 19999\n");
  }

  @Test
  void aShortLogIsWhole() {
    log.line("one");
    log.line("two");

    assertThat(log.text()).isEqualTo("one\ntwo\n");
  }

  @Test
  void anEndlessLineIsCut() {
    log.line("ä".repeat(1_000_000));

    assertThat(log.text()).hasSizeBetween(1_000, 10_000);
  }
}
