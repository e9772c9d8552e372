package org.cinegraph.nodes.text.clip;

import java.util.Locale;

/// Lower case as Unicode defines it and Python has it. The JDK's differs in one letter: it looks
/// over a whole word for what comes before a sigma at the end, digits and all.
final class LowerCase {
  private static final int SIGMA = 0x3a3;
  private static final int SMALL_SIGMA = 0x3c3;
  private static final int FINAL_SIGMA = 0x3c2;

  /// Punctuation that is part of words.
  private static final String WITHIN_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private LowerCase() {}

  static String of(String word) {
    if (word.indexOf(SIGMA) < 0) {
      return word.toLowerCase(Locale.ROOT);
    }
    int[] points = word.codePoints().toArray();
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == SIGMA) {
        boolean isFinal = meetsCased(points, i, -1) && !meetsCased(points, i, 1);
        lower.appendCodePoint(isFinal ? FINAL_SIGMA : SMALL_SIGMA);
      } else {
        lower.append(Character.toString(points[i]).toLowerCase(Locale.ROOT));
      }
    }
    return lower.toString();
  }

  /// Whether the next letter in a direction has a case, past what case does not mind.
  private static boolean meetsCased(int[] points, int from, int direction) {
    for (int i = from + direction; i >= 0 && i < points.length; i += direction) {
      if (!isIgnorable(points[i])) {
        return isCased(points[i]);
      }
    }
    return false;
  }

  private static boolean isCased(int point) {
    return Character.isLowerCase(point)
        || Character.isUpperCase(point)
        || Character.isTitleCase(point);
  }

  private static boolean isIgnorable(int point) {
    return WITHIN_WORDS.indexOf(point) >= 0
        || switch (Character.getType(point)) {
          case Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.FORMAT,
              Character.MODIFIER_LETTER,
              Character.MODIFIER_SYMBOL ->
              true;
          default -> false;
        };
  }
}
