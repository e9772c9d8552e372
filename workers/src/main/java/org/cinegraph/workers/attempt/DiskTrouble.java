package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells a disk that somebody has to look after from a file that a node got wrong: the first is
/// waited for as long as it takes, the second must come to an end.
final class DiskTrouble {
  /// Linux's own words, which are all that Java passes on.
  private static final List<String> WORDS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Read-only file system",
          "Input/output error",
          "Stale file handle");

  private DiskTrouble() {}

  static boolean isBehind(IOException failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof AccessDeniedException || WORDS.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }
}
