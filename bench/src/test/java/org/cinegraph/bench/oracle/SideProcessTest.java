package org.cinegraph.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.BenchFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a shell in the place of Python.
class SideProcessTest {
  private static final Optional<String> SHELL = Optional.of("/bin/sh");

  @TempDir private Path folder;

  @Test
  void itSaysThatItIsReadyAndAnswersEachLine() throws Exception {
    Path script = script("echo \"ready $1\"; while read line; do echo \"heard $line\"; done");
    try (SideProcess oracle = SideProcess.python(SHELL, script, List.of("small"))) {
      assertThat(oracle.hear()).isEqualTo("ready small");
      assertThat(oracle.ask("one")).isEqualTo("heard one");
      assertThat(oracle.ask("two")).isEqualTo("heard two");
    }
  }

  @Test
  void oneThatEndsInsteadOfAnsweringIsTold() throws Exception {
    try (SideProcess oracle = SideProcess.python(SHELL, script("exit 7"), List.of())) {
      assertThatThrownBy(oracle::hear)
          .isInstanceOf(BenchFailure.class)
          .hasMessageEndingWith("side.sh ended with status 7 before it had answered");
    }
  }

  @Test
  void withoutAnInterpreterItSaysWhatToDo() throws Exception {
    Path script = script("exit 0");

    assertThatThrownBy(() -> SideProcess.python(Optional.empty(), script, List.of()))
        .isInstanceOf(BenchFailure.class)
        .hasMessageContaining("set ORACLE_PYTHON to the interpreter of a virtual environment");
    assertThatThrownBy(() -> SideProcess.python(Optional.of("/none/python"), script, List.of()))
        .isInstanceOf(BenchFailure.class)
        .hasMessageContaining("ORACLE_PYTHON is /none/python, which cannot be started");
  }

  private Path script(String text) throws Exception {
    return Files.writeString(folder.resolve("side.sh"), text + "\n");
  }
}
