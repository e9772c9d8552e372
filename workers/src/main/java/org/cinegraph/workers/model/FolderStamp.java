package org.cinegraph.workers.model;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How the files of a folder look without reading them: enough to tell that a check of their
/// content is still good.
record FolderStamp(List<FileStamp> files) {
  FolderStamp {
    files = List.copyOf(files);
  }

  record FileStamp(String path, long bytes, long modified, String key) {}

  static FolderStamp of(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      paths = walk.filter(Files::isRegularFile).sorted().toList();
    }
    List<FileStamp> files = new ArrayList<>();
    for (Path path : paths) {
      BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
      files.add(
          new FileStamp(
              folder.relativize(path).toString(),
              facts.size(),
              facts.lastModifiedTime().toMillis(),
              String.valueOf(facts.fileKey())));
    }
    return new FolderStamp(files);
  }

  long bytes() {
    return files.stream().mapToLong(FileStamp::bytes).sum();
  }
}
