package org.cinegraph.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Histories of every kind of run, recorded once and kept, replayed by each build: a change of the
/// interpreter that would strand the runs of a studio shows here. CONTRIBUTING.md says how one is
/// added.
class ReplayCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/org/cinegraph/activities/corpus");
  private static final List<String> KINDS =
      List.of("plain", "segments", "retried", "stopped", "recovered", "forked", "failed");

  @Test
  void everyRecordedHistoryReplays() throws Exception {
    SuiteHistories.Outcome outcome = SuiteHistories.replay(CORPUS);

    assertThat(outcome.exit())
        .as(
            """
            %s
            The interpreter does something else than when these runs were recorded, so runs that are \
            open at an upgrade would hang. Take the change back, or put it beside the old code under \
            a new Interpreter.VERSION (RunWorkflowV2): open runs go on with it in their next epoch.\
            """
                .formatted(outcome.said()))
        .isZero();
  }

  @Test
  void everyKindOfRunIsRecorded() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();

      assertThat(KINDS).allSatisfy(kind -> assertThat(names).contains(kind + "-1.json"));
    }
  }

  @Test
  void noHistoryNamesAMachine() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("@");
      }
    }
  }
}
