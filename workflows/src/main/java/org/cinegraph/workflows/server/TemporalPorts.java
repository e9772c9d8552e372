package org.cinegraph.workflows.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ports of one folder's Temporal server: the callers' first, then those on which its own parts
/// talk.
///
/// They stay the same from one start to the next. The server keeps its parts' addresses in its
/// database, and after a kill with other ports it looks for the dead ones for half a minute.
final class TemporalPorts {
  static final int COUNT = 8;

  private TemporalPorts() {}

  /// The ports of the last start where all are free, else new ones; a given callers' port takes the
  /// first place.
  static List<Integer> choose(Path folder, Optional<Integer> callers) {
    Path file = folder.resolve("ports");
    List<Integer> last = read(file);
    List<Integer> ports = new ArrayList<>(FreePorts.find(COUNT));
    if (last.size() == COUNT && last.subList(1, COUNT).stream().allMatch(FreePorts::isFree)) {
      ports.subList(1, COUNT).clear();
      ports.addAll(last.subList(1, COUNT));
      if (FreePorts.isFree(last.getFirst())) {
        ports.set(0, last.getFirst());
      }
    }
    callers.ifPresent(port -> ports.set(0, port));
    write(file, ports);
    return List.copyOf(ports);
  }

  private static List<Integer> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(Integer::valueOf).toList();
    } catch (NoSuchFileException | NumberFormatException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<Integer> ports) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, ports.stream().map(String::valueOf).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
