package org.cinegraph.workers.attempt;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// What an attempt has to say to the people who look for a reason. Bounded: of a long log the end
/// is kept, where the reasons are, and the log says so.
final class AttemptLog {
  static final int MOST_BYTES = 64 * 1024;

  private static final String CUT = "... the beginning of this log was dropped\n";
  private static final int LONGEST_LINE = 8 * 1024;

  private final Deque<String> lines = new ArrayDeque<>();
  private int bytes;
  private boolean cut;

  synchronized void line(String line) {
    String whole = (line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line) + "\n";
    lines.add(whole);
    bytes += length(whole);
    while (bytes > MOST_BYTES - CUT.length()) {
      bytes -= length(lines.remove());
      cut = true;
    }
  }

  void trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    text.toString().lines().forEach(this::line);
  }

  synchronized String text() {
    String kept = String.join("", lines);
    return cut ? CUT + kept : kept;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
