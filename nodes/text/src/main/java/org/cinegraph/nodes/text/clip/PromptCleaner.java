package org.cinegraph.nodes.text.clip;

import static java.util.stream.Collectors.joining;

import java.text.Normalizer;
import java.util.Arrays;

/// Brings a prompt into the form that CLIP's words are cut from: no control characters, one kind of
/// gap, gaps around Chinese characters, composed letters, lower case. These are the rules of
/// transformers' `CLIPTokenizer` where ftfy is not installed, by the Unicode tables of the JDK.
final class PromptCleaner {
  private static final int REPLACEMENT = 0xfffd;

  /// First and last code point of each block of Chinese characters.
  private static final int[][] CHINESE = {
    {0x4e00, 0x9fff},
    {0x3400, 0x4dbf},
    {0x20000, 0x2a6df},
    {0x2a700, 0x2b73f},
    {0x2b740, 0x2b81f},
    {0x2b820, 0x2ceaf},
    {0xf900, 0xfaff},
    {0x2f800, 0x2fa1f}
  };

  private PromptCleaner() {}

  static String clean(String prompt) {
    StringBuilder plain = new StringBuilder(prompt.length());
    prompt.codePoints().forEach(point -> add(point, plain));
    String composed = Normalizer.normalize(plain, Normalizer.Form.NFC);
    return Arrays.stream(composed.split("[ \u2028\u2029]+"))
        .filter(word -> !word.isEmpty())
        .map(LowerCase::of)
        .collect(joining(" "));
  }

  private static void add(int point, StringBuilder plain) {
    if (isGap(point)) {
      plain.append(' ');
    } else if (isChinese(point)) {
      plain.append(' ').appendCodePoint(point).append(' ');
    } else if (!isDropped(point)) {
      plain.appendCodePoint(point);
    }
  }

  private static boolean isGap(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || Character.getType(point) == Character.SPACE_SEPARATOR;
  }

  private static boolean isDropped(int point) {
    return point == REPLACEMENT
        || switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED ->
              true;
          default -> false;
        };
  }

  private static boolean isChinese(int point) {
    return Arrays.stream(CHINESE).anyMatch(block -> point >= block[0] && point <= block[1]);
  }
}
