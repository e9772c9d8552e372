package org.cinegraph.cli.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Draws spans of time into a line. A column shows what took most of it, but what was lost and the
/// moment of a memo hit are never hidden by something longer.
///
/// @param width columns between start and end
record TimelineBar(Instant start, Instant end, int width) {
  private static final String NEVER_HIDDEN = "xm";

  /// @param mark the character that it is drawn with
  record Span(char mark, Instant from, Instant to) {}

  String draw(List<Span> spans) {
    StringBuilder bar = new StringBuilder();
    for (int column = 0; column < width; column++) {
      bar.append(mark(spans, column));
    }
    return bar.toString();
  }

  private char mark(List<Span> spans, int column) {
    long from = edge(column);
    long to = edge(column + 1);
    SequencedMap<Character, Long> shares = new TreeMap<>();
    for (Span span : spans) {
      long begins = nanos(span.from());
      long ends = nanos(span.to());
      boolean touches = begins < to && (ends > from || (begins == ends && begins >= from));
      boolean isLast = column == width - 1 && begins >= to && ends >= begins;
      if (NEVER_HIDDEN.indexOf(span.mark()) >= 0 && (touches || isLast)) {
        return span.mark();
      }
      long share = Math.min(ends, to) - Math.max(begins, from);
      if (share > 0) {
        shares.merge(span.mark(), share, Long::sum);
      }
    }
    char most = ' ';
    long share = 0;
    for (var entry : shares.entrySet()) {
      if (entry.getValue() > share) {
        most = entry.getKey();
        share = entry.getValue();
      }
    }
    return most;
  }

  private long edge(int column) {
    long all = Math.max(1, Duration.between(start, end).toNanos());
    return (long) ((double) all * column / width);
  }

  private long nanos(Instant time) {
    return Math.max(0, Duration.between(start, time).toNanos());
  }
}
