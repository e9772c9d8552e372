package org.cinegraph.workers.attempt;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/// What an attempt has to say to the people who look for a reason. Bounded: what comes after is
/// dropped, and the log says so.
final class AttemptLog {
  static final int MOST_BYTES = 64 * 1024;

  private static final String CUT = "... the log is full; what came after is not here\n";

  private final StringBuilder lines = new StringBuilder();
  private int bytes;
  private boolean cut;

  synchronized void line(String line) {
    String whole = line + "\n";
    int more = whole.getBytes(StandardCharsets.UTF_8).length;
    if (cut || bytes + more > MOST_BYTES - CUT.length()) {
      cut = true;
      return;
    }
    lines.append(whole);
    bytes += more;
  }

  void trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    text.toString().lines().forEach(this::line);
  }

  synchronized String text() {
    return cut ? lines + CUT : lines.toString();
  }
}
