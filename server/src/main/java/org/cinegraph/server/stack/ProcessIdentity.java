package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One process of this machine and no other that gets its number later.
///
/// @param pid its number
/// @param startTicks when it began, in clock ticks since the machine's start
public record ProcessIdentity(long pid, long startTicks) {
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /// The process of that number, unless there is none or it is only waiting to be buried.
  static Optional<ProcessIdentity> of(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      if (fields[STATE].equals("Z")) {
        return Optional.empty();
      }
      return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ProcessIdentity current() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  boolean isAlive() {
    return of(pid).equals(Optional.of(this));
  }

  void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public String toString() {
    return pid + "@" + startTicks;
  }

  static Optional<ProcessIdentity> parse(String text) {
    String[] parts = text.split("@");
    try {
      return Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
