package org.cinegraph.server.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gets a client into its home's stack: joins the one that runs, waits for one that just ends,
/// starts a supervisor where there is none. Several clients may do this at once; the home's lock
/// decides whose supervisor stays.
final class StackOpening {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 15;

  private final Home home;
  private final StackOptions options;

  StackOpening(Home home, StackOptions options) {
    this.home = home;
    this.options = options;
  }

  StackConnection connect() {
    String token = home.token();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<Process> supervisor = Optional.empty();
    while (System.nanoTime() < deadline) {
      Optional<StackConnection> joined = join(token);
      if (joined.isPresent()) {
        return joined.get();
      }
      if (supervisor.isEmpty() || hasLost(supervisor.get())) {
        supervisor = Optional.of(startSupervisor());
      }
      pause();
    }
    throw new StackException(
        "The home " + home.folder() + " is in use and its stack lets nobody in; " + seeLog());
  }

  private Optional<StackConnection> join(String token) {
    return StackState.read(home)
        .filter(StackState::isAlive)
        .flatMap(state -> StackConnection.join(state.door(), token));
  }

  /// Whether the supervisor ended because another one has the home.
  private boolean hasLost(Process supervisor) {
    if (supervisor.isAlive()) {
      return false;
    }
    if (supervisor.exitValue() != SupervisorMain.HOME_TAKEN) {
      throw new StackException(
          "The stack's supervisor ended (exit status " + supervisor.exitValue() + "); " + seeLog());
    }
    return true;
  }

  private Process startSupervisor() {
    JavaCommand java =
        JavaCommand.likeThisProcess(
            SupervisorMain.class.getName(),
            List.of("-XX:TieredStopAtLevel=1", "-Xmx64m", "-Dcinegraph.root=" + options.root()),
            List.of());
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(java.line());
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      try (OutputStream input = process.getOutputStream()) {
        options.toProperties().store(input, null);
      }
      return process;
    } catch (IOException e) {
      throw new StackException("The stack's supervisor could not be started: " + e + ".", e);
    }
  }

  private String seeLog() {
    return "its log is " + log() + ".";
  }

  private Path log() {
    return home.logs().resolve("supervisor.log");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Starting the stack was interrupted.", e);
    }
  }
}
