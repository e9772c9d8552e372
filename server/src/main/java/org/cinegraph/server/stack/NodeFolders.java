package org.cinegraph.server.stack;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/// Folders with jars of node types, as a stack's files name them: one a line.
final class NodeFolders {
  private NodeFolders() {}

  static String write(List<Path> folders) {
    return folders.stream().map(Path::toString).collect(joining("\n"));
  }

  static List<Path> read(String lines) {
    return lines.lines().map(Path::of).toList();
  }
}
