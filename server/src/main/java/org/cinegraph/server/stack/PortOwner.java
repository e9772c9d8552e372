package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out who listens on a port, as far as `/proc` lets this user see it.
final class PortOwner {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortOwner() {}

  /// The number of the process that listens on the port.
  static Optional<Long> of(int port) {
    return sockets(port).stream().flatMap(socket -> holderOf(socket).stream()).findFirst();
  }

  /// Whether it is this process that listens there.
  static boolean isHeldBy(long pid, int port) {
    List<String> sockets = sockets(port);
    return children(Path.of("/proc/" + pid + "/fd")).stream()
        .anyMatch(descriptor -> sockets.stream().anyMatch(socket -> is(descriptor, socket)));
  }

  private static List<String> sockets(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(table -> lines(Path.of(table)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > INODE && isListening(fields, port))
        .map(fields -> "socket:[" + fields[INODE] + "]")
        .toList();
  }

  private static boolean isListening(String[] fields, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return fields[STATE].equals(LISTENING) && fields[LOCAL_ADDRESS].endsWith(suffix);
  }

  private static Optional<Long> holderOf(String socket) {
    return children(Path.of("/proc")).stream()
        .filter(folder -> folder.getFileName().toString().matches("\\d+"))
        .filter(folder -> children(folder.resolve("fd")).stream().anyMatch(fd -> is(fd, socket)))
        .map(folder -> Long.valueOf(folder.getFileName().toString()))
        .findFirst();
  }

  private static boolean is(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
