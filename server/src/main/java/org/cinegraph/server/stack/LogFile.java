package org.cinegraph.server.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The log of one process of a stack.
final class LogFile {
  private static final int TAIL_BYTES = 4_096;
  private static final long LARGEST_BYTES = 16L << 20;

  private LogFile() {}

  /// What the process said last; empty where it said nothing.
  static String lastLine(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      byte[] tail = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(tail);
      List<String> lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
      return lines.reversed().stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /// Sets a log aside that has grown large, before its process starts; the one set aside earlier
  /// goes.
  static void turnOver(Path log) {
    try {
      if (Files.exists(log) && Files.size(log) > LARGEST_BYTES) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new StackException("The log " + log + " cannot be set aside: " + e + ".", e);
    }
  }
}
