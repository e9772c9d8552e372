package org.cinegraph.nodes.text.unigram;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a text into the pieces whose probabilities have the largest product (Viterbi). Characters
/// that no piece covers are one unknown piece together, or their bytes.
final class BestPieces {
  private final Pieces pieces;

  BestPieces(Pieces pieces) {
    this.pieces = pieces;
  }

  /// Adds the pieces of a text. There is an unknown piece, or each character has one.
  void add(String text, List<Token> tokens) {
    cut(text).forEach(part -> addPart(part, tokens));
  }

  private void addPart(String part, List<Token> tokens) {
    Integer number = pieces.numbers().get(part);
    if (number != null) {
      tokens.add(new Token(number, part));
    } else if (pieces.byteFallback() && hasBytes(part)) {
      String shown = part;
      for (byte each : part.getBytes(StandardCharsets.UTF_8)) {
        tokens.add(new Token(numberOf(each), shown));
        shown = "";
      }
    } else {
      tokens.add(new Token(pieces.unknown().orElseThrow(), part));
    }
  }

  private boolean hasBytes(String part) {
    for (byte each : part.getBytes(StandardCharsets.UTF_8)) {
      if (numberOf(each) < 0) {
        return false;
      }
    }
    return true;
  }

  private int numberOf(byte each) {
    return pieces.numbers().getOrDefault("<0x%02X>".formatted(each), -1);
  }

  private List<String> cut(String text) {
    int length = text.length();
    double[] scores = new double[length + 1];
    int[] starts = new int[length + 1];
    boolean[] unknown = new boolean[length + 1];
    Arrays.fill(starts, -1);
    for (int start = 0; start < length; ) {
      int next = text.offsetByCodePoints(start, 1);
      boolean covered = false;
      int last = Math.min(length, start + pieces.longest());
      for (int end = next; end <= last; end = following(text, end)) {
        Integer number = pieces.numbers().get(text.substring(start, end));
        if (number != null) {
          double score = pieces.score(number) + scores[start];
          if (starts[end] < 0 || score > scores[end]) {
            scores[end] = score;
            starts[end] = start;
            unknown[end] = isUnknown(number);
          }
          covered |= end == next;
        }
      }
      double score = pieces.unknownScore() + scores[start];
      if (!covered && (starts[next] < 0 || score > scores[next])) {
        scores[next] = score;
        starts[next] = start;
        unknown[next] = true;
      }
      start = next;
    }
    return walkBack(text, starts, unknown);
  }

  private static int following(String text, int at) {
    return at < text.length() ? text.offsetByCodePoints(at, 1) : at + 1;
  }

  private boolean isUnknown(int number) {
    return pieces.unknown().isPresent() && pieces.unknown().getAsInt() == number;
  }

  private static List<String> walkBack(String text, int[] starts, boolean[] unknown) {
    List<String> parts = new ArrayList<>();
    int end = text.length();
    while (end > 0) {
      int start = starts[end];
      while (unknown[end] && start > 0 && unknown[start]) {
        start = starts[start];
      }
      parts.add(text.substring(start, end));
      end = start;
    }
    return parts.reversed();
  }
}
