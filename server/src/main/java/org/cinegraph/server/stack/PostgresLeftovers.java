package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a killed Postgres leaves in its data folder: the file with its process id, and perhaps
/// processes that still write there. Under the home's lock none of them can belong to anybody else.
final class PostgresLeftovers {
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 50;

  private final Path data;

  PostgresLeftovers(Path data) {
    this.data = data;
  }

  /// Ends the old processes and removes the file. Postgres recovers from that as from a crash, at
  /// its next start.
  void remove() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    List<ProcessIdentity> old = processes();
    old.forEach(ProcessIdentity::kill);
    for (int i = 0; i < TRIES && old.stream().anyMatch(ProcessIdentity::isAlive); i++) {
      pause();
    }
    Files.deleteIfExists(file);
  }

  private List<ProcessIdentity> processes() {
    return ProcessHandle.allProcesses()
        .filter(handle -> worksHere(handle.pid()))
        .map(handle -> ProcessIdentity.of(handle.pid()))
        .flatMap(Optional::stream)
        .toList();
  }

  /// The working folder of every Postgres process is its data folder.
  private boolean worksHere(long pid) {
    Path process = Path.of("/proc/" + pid);
    try {
      return Files.readString(process.resolve("comm")).strip().equals("postgres")
          && process.resolve("cwd").toRealPath().equals(data.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
