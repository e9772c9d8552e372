package org.cinegraph.nodes.text.clean;

import static java.util.stream.Collectors.joining;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.regex.Pattern;

/// A prompt as Wan was trained to read it: mended as ftfy mends texts, HTML's references read
/// twice, one blank for each gap. What ftfy guesses of texts that are garbled in part, or through
/// other encodings than Latin-1 and Windows-1252, is left alone.
public final class WanPrompt {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Pattern GAP =
      Pattern.compile(
          "[\\s\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+");
  private static final Pattern TERMINAL = Pattern.compile("\\x1b\\[[\\d;]*[a-zA-Z]");
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\u206a-\\u206f\\ufeff\\ufff9-\\ufffc]");
  private static final Pattern SINGLE_QUOTE = Pattern.compile("[\\u02bc\\u2018-\\u201b]");
  private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\\u201c-\\u201f]");
  private static final Pattern BREAK = Pattern.compile("\\r\\n|[\\r\\u2028\\u2029\\x85]");

  private WanPrompt() {}

  public static String clean(String prompt) {
    String mended = mend(prompt);
    String read = CharacterReferences.unescape(CharacterReferences.unescape(mended));
    return GAP.matcher(read).replaceAll(" ").strip();
  }

  /// Until nothing changes any more; each line for itself, as one may be garbled and another not.
  private static String mend(String text) {
    boolean html = text.indexOf('<') < 0;
    return text.lines().map(line -> mendLine(line, html)).collect(joining("\n"));
  }

  private static String mendLine(String line, boolean html) {
    String before = line;
    String after = mendOnce(line, html);
    while (!after.equals(before)) {
      before = after;
      after = mendOnce(before, html);
    }
    return after;
  }

  private static String mendOnce(String line, boolean html) {
    String text = html ? CharacterReferences.unescapeClosed(line) : line;
    text = Mojibake.repair(text);
    text = text.codePoints().mapToObj(WanPrompt::plain).collect(joining());
    text = SINGLE_QUOTE.matcher(text).replaceAll("'");
    text = DOUBLE_QUOTE.matcher(text).replaceAll("\"");
    text = BREAK.matcher(text).replaceAll("\n");
    text = TERMINAL.matcher(text).replaceAll("");
    text = CONTROL.matcher(text).replaceAll("");
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /// Without ligatures and other widths; controls that were meant for Windows are its characters.
  private static String plain(int point) {
    String given = Character.toString(point);
    if (point >= 0x80 && point <= 0x9f) {
      String windows = new String(new byte[] {(byte) point}, WINDOWS);
      return windows.equals("\ufffd") ? given : windows;
    }
    if (point == 0xfb05) {
      return "\u017ft";
    }
    return isJoined(point) || isWide(point)
        ? Normalizer.normalize(given, Normalizer.Form.NFKC)
        : given;
  }

  private static boolean isJoined(int point) {
    return point == 0x132
        || point == 0x133
        || point == 0x149
        || point >= 0x1c4 && point <= 0x1cc
        || point >= 0x1f1 && point <= 0x1f3
        || point >= 0xfb00 && point <= 0xfb06;
  }

  private static boolean isWide(int point) {
    return point == 0x3000 || point >= 0xff01 && point <= 0xffef;
  }
}
