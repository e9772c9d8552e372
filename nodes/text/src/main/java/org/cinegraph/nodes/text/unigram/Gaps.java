package org.cinegraph.nodes.text.unigram;

/// What separates words: the characters that Unicode calls white space. Java has other sets.
final class Gaps {
  private static final String OTHERS = "\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000";

  private Gaps() {}

  static boolean isGap(int point) {
    return point == ' '
        || point >= '\t' && point <= '\r'
        || point >= 0x2000 && point <= 0x200a
        || OTHERS.indexOf(point) >= 0;
  }

  static String stripEnd(String text) {
    return text.substring(0, endOf(text));
  }

  static String stripStart(String text) {
    return text.substring(startOf(text));
  }

  /// Where the gap at the end of a text begins.
  static int endOf(String text) {
    int end = text.length();
    while (end > 0 && isGap(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /// Where the gap at the start of a text ends.
  static int startOf(String text) {
    int start = 0;
    while (start < text.length() && isGap(text.charAt(start))) {
      start++;
    }
    return start;
  }
}
