package org.cinegraph.graph.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of memory as graphs write them: `500MiB`, `12GiB`.
final class BytesText {
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9}) ?(MiB|GiB)");

  private BytesText() {}

  static Optional<Long> find(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int shift = matcher.group(2).equals("GiB") ? 30 : 20;
    return Optional.of(Long.parseLong(matcher.group(1)) << shift);
  }

  static String written(long bytes) {
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + "GiB" : (bytes >> 20) + "MiB";
  }
}
