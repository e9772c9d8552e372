package org.cinegraph.graph.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Paths of imported files. They never leave the folder of the graph that is checked: what lies
/// beyond it is nobody's business.
final class ImportPath {
  private ImportPath() {}

  /// The file from the first folder.
  ///
  /// @param folder of the importing document
  /// @return empty if the path leaves the first folder, or is absolute
  static Optional<String> resolve(String folder, String file) {
    if (file.startsWith("/") || file.contains("\\") || file.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder.isEmpty() ? file : folder + "/" + file).split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          if (parts.pollLast() == null) {
            return Optional.empty();
          }
        }
        default -> parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  static String folder(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }
}
