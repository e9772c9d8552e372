package org.cinegraph.cli.client;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the command writes. Results go to `out`, so that a script can take them; progress and
/// errors go to `err`.
///
/// @param progressIsLive whether `err` is a terminal, which can be redrawn and coloured
public record Terminal(PrintStream out, PrintStream err, boolean progressIsLive) {
  public Terminal {
    requireNonNull(out, "out is null");
    requireNonNull(err, "err is null");
  }

  /// The streams of this process.
  public static Terminal ofProcess() {
    return new Terminal(
        stream(FileDescriptor.out), stream(FileDescriptor.err), isTerminal("/proc/self/fd/2"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /// Java's console says only whether both input and output are terminals; Linux says it of each.
  private static boolean isTerminal(String descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of(descriptor));
      boolean dumb = "dumb".equals(System.getenv("TERM"));
      return !dumb && (target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty"));
    } catch (IOException e) {
      return false;
    }
  }
}
