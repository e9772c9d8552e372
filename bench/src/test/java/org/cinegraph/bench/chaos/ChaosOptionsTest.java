package org.cinegraph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.WrongUse;
import org.junit.jupiter.api.Test;

class ChaosOptionsTest {
  @Test
  void everyOptionIsRead() {
    assertThat(
            ChaosOptions.parse(
                List.of(
                    "--kills",
                    "200",
                    "--renders",
                    "50",
                    "--seed",
                    "7",
                    "--json",
                    "--without",
                    "checkpoints")))
        .isEqualTo(new ChaosOptions(200, 50, 7, Optional.of("checkpoints"), true));
  }

  @Test
  void aWrongOptionIsOneSentence() {
    refuses("chaos has no option --kill", "--kill", "3");
    refuses("--kills must be a whole number of at least 1, found \"none\"", "--kills", "none");
    refuses("--renders must be a whole number of at least 1, found \"\"", "--renders");
    refuses("--without takes checkpoints, found \"locks\"", "--without", "locks");
  }

  private static void refuses(String sentence, String... arguments) {
    assertThatThrownBy(() -> ChaosOptions.parse(List.of(arguments)))
        .isInstanceOf(WrongUse.class)
        .hasMessageStartingWith(sentence);
  }
}
