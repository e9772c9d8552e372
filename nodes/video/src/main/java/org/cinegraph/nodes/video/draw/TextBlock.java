package org.cinegraph.nodes.video.draw;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;

/// A text broken into lines, at its size.
///
/// @param scale pixels to a pixel of a letter
public record TextBlock(List<String> lines, int scale) {
  /// Larger letters than these fill the largest card.
  public static final int MOST_SCALE = 64;

  public TextBlock {
    lines = List.copyOf(lines);
  }

  /// Breaks a text at blanks and line ends so that it fits; words that are wider than the room are
  /// broken only where no size would do without.
  ///
  /// @param subject for messages: `Parameter text`
  /// @param scale 0: the largest with which it fits
  /// @throws NodeFailure a letter is unknown, or the room is too small
  public static TextBlock fit(String subject, String text, int scale, int width, int height)
      throws NodeFailure {
    Glyphs.requireDrawable(subject, text);
    int largest = scale == 0 ? MOST_SCALE : scale;
    int smallest = scale == 0 ? 1 : scale;
    for (int size = largest; size >= smallest; size--) {
      int columns = columns(width, size);
      TextBlock block = new TextBlock(wrap(text, columns), size);
      boolean whole = longestWord(text) <= columns;
      if (block.height() <= height && (whole || size == smallest) && columns > 0) {
        return block;
      }
    }
    throw tooLong(subject, text, smallest, width, height);
  }

  /// At the smallest size, as high as it gets.
  ///
  /// @param width at least a letter wide
  public static TextBlock small(String subject, String text, int width) throws NodeFailure {
    Glyphs.requireDrawable(subject, text);
    return new TextBlock(wrap(text, columns(width, 1)), 1);
  }

  public int height() {
    return (lines.size() * Glyphs.LINE - (Glyphs.LINE - Glyphs.HEIGHT)) * scale;
  }

  /// The width of a line of so many letters.
  public static int width(int letters, int scale) {
    return Math.max(0, letters * Glyphs.ADVANCE - 1) * scale;
  }

  /// Draws the lines one below the other, each in the middle of the room.
  public void draw(Canvas canvas, int left, int top, int width, Colour ink) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int free = width - width(line.length(), scale);
      canvas.text(left + Math.floorDiv(free, 2), top + i * Glyphs.LINE * scale, line, scale, ink);
    }
  }

  private static int columns(int width, int scale) {
    return (width / scale + 1) / Glyphs.ADVANCE;
  }

  private static int longestWord(String text) {
    int longest = 0;
    for (String word : text.split("[ \n]", -1)) {
      longest = Math.max(longest, word.length());
    }
    return longest;
  }

  private static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
        while (line.length() > columns && columns > 0) {
          lines.add(line.substring(0, columns));
          line.delete(0, columns);
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static NodeFailure tooLong(
      String subject, String text, int scale, int width, int height) {
    int columns = columns(width, scale);
    int rows = (height / scale + Glyphs.LINE - Glyphs.HEIGHT) / Glyphs.LINE;
    return NodeFailure.user(
        "text-too-long",
        "%s does not fit: there is room for %d lines of %d letters, it has %d letters. Shorten it, or take a larger picture or smaller scale."
            .formatted(subject, Math.max(0, rows), columns, text.length()));
  }
}
