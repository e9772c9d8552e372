package org.cinegraph.cli.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// How much a terminal shows.
///
/// @param columns at least 20
/// @param rows at least 5
public record ScreenSize(int columns, int rows) {
  private static final ScreenSize USUAL = new ScreenSize(80, 24);

  /// Asks the controlling terminal; 80 by 24 where there is none.
  public static ScreenSize ofTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return parse(said.strip());
    } catch (IOException e) {
      return USUAL;
    }
  }

  static ScreenSize parse(String rowsAndColumns) {
    String[] words = rowsAndColumns.split(" ", -1);
    if (words.length != 2 || !rowsAndColumns.matches("\\d{1,4} \\d{1,4}")) {
      return USUAL;
    }
    int columns = Integer.parseInt(words[1]);
    int rows = Integer.parseInt(words[0]);
    return columns < 20 || rows < 5 ? USUAL : new ScreenSize(columns, rows);
  }
}
