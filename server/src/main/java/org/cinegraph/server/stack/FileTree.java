package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder with all that is in it.
public final class FileTree {
  private FileTree() {}

  /// Deletes the folder; where there is none, nothing happens.
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        // What still ends in there may tidy up at the same time.
        Files.deleteIfExists(path);
      }
    }
  }
}
