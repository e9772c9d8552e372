package org.cinegraph.graph.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Changes a document as lines and as bytes: keys that stand twice, wrong indents, anchors and
/// aliases, tags, several documents, broken UTF-8.
final class MutateText {
  private static final List<String> LINES =
      List.of(
          "---",
          "...",
          "%YAML 1.2",
          "<<: *a",
          "? key",
          "- - - x",
          "nodes: &a [*a]",
          "a: !!set {x}",
          "\t\tkey: x",
          "graph: again",
          "x: {y: {z: [",
          "key: >-",
          "# \u2028\u0085",
          "\uFEFF");
  private static final List<String> PIECES =
      List.of(
          "&a ",
          "*a",
          "!!int ",
          "{",
          "}",
          "[",
          "]",
          ": ",
          "\"",
          "'",
          "|\n",
          "$",
          "${",
          "\\u0000",
          "\r",
          "\t",
          "99999999999999999999",
          "0x7f",
          "1e999",
          ".nan",
          "~",
          "\uD83D\uDE00");

  private final SplittableRandom random;

  MutateText(SplittableRandom random) {
    this.random = random;
  }

  byte[] lines(String document) {
    List<String> lines = new ArrayList<>(document.lines().toList());
    for (int left = random.nextInt(1, 5); left > 0 && !lines.isEmpty(); left--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      switch (random.nextInt(8)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(random.nextInt(lines.size()), line);
        case 2 -> lines.set(at, " ".repeat(random.nextInt(1, 9)) + line);
        case 3 -> lines.set(at, line.stripLeading());
        case 4 -> lines.add(at, pick(LINES));
        case 5 -> lines.addAll(at, bomb());
        default -> {
          int place = random.nextInt(line.length() + 1);
          lines.set(at, line.substring(0, place) + pick(PIECES) + line.substring(place));
        }
      }
    }
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  /// Each line means the one before ten times.
  private List<String> bomb() {
    List<String> lines = new ArrayList<>(List.of("b0: &b0 [x, x]"));
    for (int at = 1; at < random.nextInt(2, 12); at++) {
      String before = "*b" + (at - 1);
      lines.add("b%d: &b%d [%s]".formatted(at, at, String.join(", ", List.of(before, before))));
    }
    return lines;
  }

  byte[] bytes(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    for (int left = random.nextInt(1, 8); left > 0 && bytes.length > 1; left--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes = cut(bytes, at, random.nextInt(1, 20));
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        default -> bytes[at] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  private static byte[] cut(byte[] bytes, int from, int length) {
    int end = Math.min(bytes.length, from + length);
    byte[] cut = new byte[bytes.length - (end - from)];
    System.arraycopy(bytes, 0, cut, 0, from);
    System.arraycopy(bytes, end, cut, from, bytes.length - end);
    return cut;
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
