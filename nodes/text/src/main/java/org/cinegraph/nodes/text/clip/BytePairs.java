package org.cinegraph.nodes.text.clip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Byte-pair encoding of one word: its bytes are symbols, the last one marked as the end of a word,
/// and of all neighbours those of the lowest rank are joined, until none have a rank. Takes n·log n
/// for a word of n bytes, so that no prompt is too long.
final class BytePairs {
  private static final String END = "</w>";
  private static final String[] SYMBOLS = symbols();

  private final Map<String, Integer> ranks;

  /// @param ranks by the two symbols with a blank between them
  BytePairs(Map<String, Integer> ranks) {
    this.ranks = ranks;
  }

  /// @param word not empty
  List<String> encode(String word) {
    return new Row(word.getBytes(StandardCharsets.UTF_8)).joined();
  }

  /// A printable letter for each byte: printable Latin ones stand for themselves, the others for
  /// letters from U+0100 on.
  private static String[] symbols() {
    String[] symbols = new String[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae && b <= 0xff;
      symbols[b] = Character.toString(printable ? b : next++);
    }
    return symbols;
  }

  /// The symbols of a word as a linked list, with a queue of the neighbours that have a rank.
  private final class Row {
    private final String[] symbols;
    private final int[] before;
    private final int[] after;
    private final int[] madeIn;
    private final PriorityQueue<Long> queue = new PriorityQueue<>();
    private int round;

    Row(byte[] bytes) {
      int length = bytes.length;
      symbols = new String[length];
      before = new int[length];
      after = new int[length];
      madeIn = new int[length];
      for (int i = 0; i < length; i++) {
        symbols[i] = SYMBOLS[Byte.toUnsignedInt(bytes[i])] + (i == length - 1 ? END : "");
        before[i] = i - 1;
        after[i] = i + 1;
      }
      for (int i = 0; i < length; i++) {
        offer(i);
      }
    }

    private int rank(int at) {
      if (at < 0 || symbols[at].isEmpty() || after[at] >= symbols.length) {
        return -1;
      }
      return ranks.getOrDefault(symbols[at] + ' ' + symbols[after[at]], -1);
    }

    private void offer(int at) {
      int rank = rank(at);
      if (rank >= 0) {
        queue.add((long) rank << Integer.SIZE | at);
      }
    }

    List<String> joined() {
      while (!queue.isEmpty()) {
        joinAll((int) (queue.peek() >> Integer.SIZE));
      }
      List<String> left = new ArrayList<>();
      for (int at = 0; at < symbols.length; at = after[at]) {
        left.add(symbols[at]);
      }
      return left;
    }

    /// Joins all pairs of a rank from left to right. What is made here is looked at in the next
    /// round only.
    private void joinAll(int rank) {
      round++;
      List<Integer> made = new ArrayList<>();
      while (!queue.isEmpty() && queue.peek() >> Integer.SIZE == rank) {
        int at = (int) (queue.remove() & 0xffff_ffffL);
        if (rank(at) == rank && madeIn[at] != round && madeIn[after[at]] != round) {
          join(at);
          made.add(at);
        }
      }
      for (int at : made) {
        offer(before[at]);
        offer(at);
      }
    }

    private void join(int at) {
      int next = after[at];
      symbols[at] += symbols[next];
      symbols[next] = "";
      after[at] = after[next];
      if (after[at] < symbols.length) {
        before[after[at]] = at;
      }
      madeIn[at] = round;
    }
  }
}
