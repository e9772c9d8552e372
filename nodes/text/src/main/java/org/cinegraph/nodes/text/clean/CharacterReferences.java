package org.cinegraph.nodes.text.clean;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML's character references: `&eacute;` and `&#233;` become é. The rules are HTML's, for what is
/// written carelessly too: some names need no semicolon.
final class CharacterReferences {
  private static final Pattern REFERENCE =
      Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");

  /// Whole references only, as `repair` takes them.
  private static final Pattern CLOSED = Pattern.compile("&#?[0-9A-Za-z]{1,24};");

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Map<String, String> NAMED = read();

  private CharacterReferences() {}

  static String unescape(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> quoted(replacement(match.group(1))));
  }

  /// The same for references that are closed by a semicolon and known.
  static String unescapeClosed(String text) {
    return CLOSED.matcher(text).replaceAll(CharacterReferences::closed);
  }

  private static String closed(MatchResult match) {
    String inner = match.group().substring(1);
    if (inner.startsWith("#")) {
      String found = unescape(match.group());
      return quoted(found.contains(";") ? match.group() : found);
    }
    return quoted(NAMED.getOrDefault(inner, match.group()));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static String replacement(String name) {
    if (name.startsWith("#")) {
      return ofNumber(name.replace(";", ""));
    }
    for (int end = name.length(); end > 1; end--) {
      String known = NAMED.get(name.substring(0, end));
      if (known != null) {
        return known + name.substring(end);
      }
    }
    return "&" + name;
  }

  private static String ofNumber(String number) {
    boolean sixteen = number.startsWith("#x") || number.startsWith("#X");
    String digits = number.substring(sixteen ? 2 : 1).replaceFirst("^0+(?=.)", "");
    long point = digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits, sixteen ? 16 : 10);
    if (point == 0x0d) {
      return "\r";
    }
    if (point >= 0x80 && point <= 0x9f) {
      String read = new String(new byte[] {(byte) point}, WINDOWS);
      return read.equals("\ufffd") ? Character.toString((int) point) : read;
    }
    if (point == 0 || point > Character.MAX_CODE_POINT || isHalf(point)) {
      return "\ufffd";
    }
    return isNoCharacter((int) point) ? "" : Character.toString((int) point);
  }

  private static boolean isHalf(long point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static boolean isNoCharacter(int point) {
    return point <= 8
        || point == 0x0b
        || point >= 0x0e && point <= 0x1f
        || point == 0x7f
        || point >= 0xfdd0 && point <= 0xfdef
        || (point & 0xfffe) == 0xfffe;
  }

  private static Map<String, String> read() {
    Map<String, String> named = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                requireNonNull(
                    CharacterReferences.class.getResourceAsStream("CharacterReferences.txt")),
                StandardCharsets.US_ASCII))) {
      lines
          .lines()
          .map(line -> line.split(" "))
          .forEach(fields -> named.put(fields[0], characters(fields)));
    } catch (IOException e) {
      throw new UncheckedIOException("The character references could not be read", e);
    }
    return named;
  }

  private static String characters(String[] fields) {
    int[] points =
        Arrays.stream(fields).skip(1).mapToInt(each -> Integer.parseInt(each, 16)).toArray();
    return new String(points, 0, points.length);
  }
}
