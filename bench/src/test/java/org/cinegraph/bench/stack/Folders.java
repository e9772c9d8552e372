package org.cinegraph.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Folders with all that is in them.
final class Folders {
  private Folders() {}

  static void copy(Path from, Path to) throws IOException {
    for (Path path : inside(from).toList()) {
      Files.copy(path, to.resolve(from.relativize(path)));
    }
  }

  /// Itself first, and each folder before what is in it.
  private static Stream<Path> inside(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return List.copyOf(paths.sorted().toList()).stream();
    }
  }
}
