package org.cinegraph.nodes.video.draw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.cinegraph.nodes.sdk.NodeFailure;

/// The project's own letters: printable ASCII on a grid of 5 by 9 pixels, the last two rows below
/// the base line. A font of the system would draw other pixels on another machine.
public final class Glyphs {
  static final int WIDTH = 5;
  static final int HEIGHT = 9;

  /// From one letter to the next, and from one line to the next.
  static final int ADVANCE = WIDTH + 1;

  static final int LINE = HEIGHT + 2;

  private static final char FIRST = ' ';
  private static final char LAST = '~';
  private static final boolean[][] INK = read();

  private Glyphs() {}

  /// Refuses what cannot be drawn: a picture with a letter missing would pass for the right one.
  ///
  /// @param subject for the message: `Parameter text`
  public static void requireDrawable(String subject, String text) throws NodeFailure {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter != '\n' && !isKnown(letter)) {
        throw NodeFailure.user(
            "letter-unknown",
            "%s: the letters are those of printable ASCII, found U+%04X at position %d. Leave it out or write it otherwise."
                .formatted(subject, text.codePointAt(i), i));
      }
    }
  }

  static boolean isInk(char letter, int x, int y) {
    if (!isKnown(letter)) {
      throw new IllegalArgumentException("There is no letter U+%04X".formatted((int) letter));
    }
    return INK[letter - FIRST][y * WIDTH + x];
  }

  private static boolean isKnown(char letter) {
    return letter >= FIRST && letter <= LAST;
  }

  private static boolean[][] read() {
    boolean[][] ink = new boolean[LAST - FIRST + 1][WIDTH * HEIGHT];
    int first = 0;
    int row = 0;
    for (String line : lines()) {
      if (line.startsWith("codes ")) {
        first = Integer.parseInt(line.split(" ")[1]) - FIRST;
        row = 0;
      } else if (!line.isEmpty() && !line.startsWith(";")) {
        String[] letters = line.split(" ");
        for (int i = 0; i < letters.length; i++) {
          for (int x = 0; x < WIDTH; x++) {
            ink[first + i][row * WIDTH + x] = letters[i].charAt(x) == 'X';
          }
        }
        row++;
      }
    }
    return ink;
  }

  private static String[] lines() {
    try (InputStream glyphs =
        Objects.requireNonNull(Glyphs.class.getResourceAsStream("glyphs.txt"))) {
      return new String(glyphs.readAllBytes(), StandardCharsets.US_ASCII).split("\n");
    } catch (IOException e) {
      throw new UncheckedIOException("The letters cannot be read", e);
    }
  }
}
