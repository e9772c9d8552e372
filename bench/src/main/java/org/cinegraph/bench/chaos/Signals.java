package org.cinegraph.bench.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Sends signals to a process and to those that it has started.
final class Signals {
  private Signals() {}

  /// @param name without `SIG`
  static void send(String name, List<Long> processes) throws InterruptedException {
    if (processes.isEmpty()) {
      return;
    }
    List<String> line =
        Stream.concat(Stream.of("kill", "-" + name), processes.stream().map(String::valueOf))
            .toList();
    try {
      // Whoever is gone already needs no signal.
      new ProcessBuilder(line).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("No signal could be sent", e);
    }
  }

  /// A process, then its children.
  static List<Long> family(long process) {
    return Stream.concat(
            Stream.of(process),
            ProcessHandle.of(process).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid))
        .toList();
  }

  /// The children of a Postgres that serve a client over the network.
  static List<Long> backends(long postgres) {
    return family(postgres).stream()
        .filter(process -> title(process).contains("127.0.0.1("))
        .toList();
  }

  private static String title(long process) {
    try {
      return Files.readString(
          Path.of("/proc/" + process + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
