package org.cinegraph.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The numbers that processes have on one running kernel, in one container: what a worker says in
/// `process_space`, so that a control plane that sees the same numbers can tell a worker that died
/// from one that it cannot reach.
public final class ProcessSpace {
  private ProcessSpace() {}

  /// Of this process; empty where the system does not say.
  public static String here() {
    try {
      String kernel = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return kernel + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /// Whether no process of this space has that number, or only one that has ended and waits to be
  /// buried. A number that was given anew counts as alive.
  public static boolean isGone(long process) {
    try {
      String line = Files.readString(Path.of("/proc/" + process + "/stat"));
      char state = line.charAt(line.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException | StringIndexOutOfBoundsException e) {
      return ProcessHandle.of(process).isEmpty();
    }
  }
}
