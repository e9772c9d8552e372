package org.cinegraph.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.StackState;

/// The processes of one home: its supervisor, and whoever names the home in its command line or
/// works below it.
final class ProcessesOfHome {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Home home;

  ProcessesOfHome(Path home) {
    this.home = new Home(home);
  }

  /// Those that are there now, as `pid: command line`.
  List<String> alive() {
    Stream<String> supervisor =
        StackState.read(home).filter(StackState::isAlive).stream()
            .map(state -> state.supervisor().pid() + ": supervisor");
    Stream<String> others =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .filter(this::belongsHere)
            .map(pid -> pid + ": " + commandLine(pid));
    return Stream.concat(supervisor, others).toList();
  }

  /// Waits until there are none, as long as the time lasts.
  ///
  /// @return those that stay
  List<String> afterAtMost(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!alive().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
    return alive();
  }

  private boolean belongsHere(long pid) {
    return pid != ProcessHandle.current().pid()
        && (commandLine(pid).contains(home.folder() + "/")
            || worksIn(pid).startsWith(home.folder()));
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private static Path worksIn(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
    } catch (IOException e) {
      return Path.of("/");
    }
  }
}
