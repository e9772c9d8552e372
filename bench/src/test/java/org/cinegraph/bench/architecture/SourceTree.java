package org.cinegraph.bench.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The sources of all rooms.
final class SourceTree {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private SourceTree() {}

  static Path root() {
    return ROOT;
  }

  /// Every Java file that is written by hand, main and test, in the order of their paths.
  static List<Path> files() {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> path.toString().contains("/src/"))
          .filter(path -> !path.toString().contains("/target/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isMain(Path file) {
    return file.toString().contains("/src/main/");
  }

  /// The path as people write it.
  static String name(Path file) {
    return ROOT.relativize(file).toString();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
