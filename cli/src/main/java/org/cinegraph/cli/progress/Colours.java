package org.cinegraph.cli.progress;

/// Colours for the lines of a terminal: what went well is green, what failed is red, what waits is
/// dim.
final class Colours {
  private static final String[][] WORDS = {
    {"  failed", "\u001b[31m"},
    {"  computed", "\u001b[32m"},
    {"  memo hit", "\u001b[36m"},
    {"  waits", "\u001b[2m"},
  };
  private static final String RESET = "\u001b[0m";

  private Colours() {}

  static String paint(String line) {
    for (String[] pair : WORDS) {
      int at = line.indexOf(pair[0]);
      if (at >= 0) {
        return line.substring(0, at) + pair[1] + line.substring(at) + RESET;
      }
    }
    return line;
  }
}
