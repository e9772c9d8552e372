package org.cinegraph.workflows.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir private Path folder;

  @Test
  void aChildIsGoneWhenItsParentWasKilled() throws Exception {
    Process parent = parent("sleep 1000");
    ProcessHandle child = childOf(parent);
    parent.destroyForcibly().waitFor();
    assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(child);
  }

  @Test
  void aChildThatIgnoresItsOrderIsKilledAfterItsGrace() throws Exception {
    Process parent = parent("trap '' TERM; while :; do sleep 0.1; done");
    ProcessHandle child = childOf(parent);
    parent.destroyForcibly().waitFor();
    assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(child);
  }

  @Test
  void closingGivesTheStopSignalThatTheCommandAskedFor() {
    Path log = folder.resolve("child.log");
    String script = "trap 'echo interrupted; exit 4' USR1; echo up; while :; do sleep 0.05; done";
    ChildCommand command =
        new ChildCommand(
            "child",
            List.of("sh", "-c", script),
            new TreeMap<>(),
            log,
            "USR1",
            Duration.ofSeconds(5));
    ChildProcess child = ChildProcess.start(command);
    awaitContent(log);
    child.close();
    assertThat(child.onExit().join()).isEqualTo(4);
    assertThat(log).content().isEqualTo("up\ninterrupted\n");
  }

  @Test
  void aChildStandsInASessionOfItsOwn() {
    Path log = folder.resolve("child.log");
    String session = "read -r _ _ _ _ _ session _ </proc/self/stat; echo $session $$";
    try (ChildProcess child =
        ChildProcess.start(ChildCommand.of("child", List.of("sh", "-c", session), log))) {
      child.onExit().join();
      assertThat(log).content().isEqualTo(child.pid() + " " + child.pid() + "\n");
    }
  }

  /// Another JVM that starts the script as its child and then waits.
  private Process parent(String script) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ChildProcessParent.class.getName(),
            folder.resolve("child.log").toString(),
            script)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static ProcessHandle childOf(Process parent) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
    String pid = Optional.ofNullable(reader.readLine()).orElseThrow();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void awaitContent(Path file) {
    while (file.toFile().length() == 0) {
      Thread.onSpinWait();
    }
  }
}
