package org.cinegraph.graph.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Moves entries of mappings as pieces of text, so that notation and comments go with them: a
/// comment belongs to the key that it stands above, or in whose line or value it stands.
final class SortKeys {
  private final int[] text;

  private SortKeys(String text) {
    this.text = text.codePoints().toArray();
  }

  static String sort(String text) {
    SortKeys sort = new SortKeys(text);
    return FindSpots.find(text) instanceof Spot.Mapping root
        ? sort.inside(root, KeyOrder.DOCUMENT, 0, sort.text.length)
        : text;
  }

  /// The text from one place to another, with the mapping in it sorted.
  private String inside(Spot.Mapping mapping, KeyOrder order, int from, int to) {
    if (mapping.entries().isEmpty()) {
      return slice(from, to);
    }
    return mapping.isFlow()
        ? slice(from, mapping.start()) + flow(mapping, order) + slice(mapping.end(), to)
        : block(mapping.entries(), order, from, to);
  }

  private String block(List<Spot.Entry> entries, KeyOrder order, int from, int to) {
    boolean canMove = entries.stream().allMatch(entry -> isFirstInLine(entry.start()));
    List<Integer> starts =
        entries.stream().map(entry -> canMove ? head(entry.start()) : entry.start()).toList();
    List<String> pieces = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    for (int place = 0; place < entries.size(); place++) {
      int end = place + 1 < entries.size() ? starts.get(place + 1) : to;
      String piece = entry(entries.get(place), order, starts.get(place), end);
      int body = withoutBlankLines(piece);
      pieces.add(piece.substring(0, body));
      gaps.add(piece.substring(body));
    }
    return slice(from, starts.getFirst())
        + joined(canMove ? sorted(entries, order) : inPlace(entries), pieces, gaps);
  }

  private String flow(Spot.Mapping mapping, KeyOrder order) {
    List<Spot.Entry> entries = mapping.entries();
    List<String> pieces = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    boolean canMove = true;
    for (int place = 0; place < entries.size(); place++) {
      Spot.Entry entry = entries.get(place);
      boolean isLast = place + 1 == entries.size();
      int end = entry.value().end();
      pieces.add(entry(entry, order, entry.start(), end));
      gaps.add(slice(end, isLast ? mapping.end() : entries.get(place + 1).start()));
      canMove &= !gaps.getLast().contains("#");
    }
    return slice(mapping.start(), entries.getFirst().start())
        + joined(canMove ? sorted(entries, order) : inPlace(entries), pieces, gaps);
  }

  private String entry(Spot.Entry entry, KeyOrder order, int from, int to) {
    Optional<KeyOrder> inside = order.inside(entry.key());
    return inside.isPresent() && entry.value() instanceof Spot.Mapping mapping
        ? inside(mapping, inside.get(), from, to)
        : slice(from, to);
  }

  /// What stands between two entries stays where it is.
  private static String joined(List<Integer> places, List<String> pieces, List<String> gaps) {
    StringBuilder joined = new StringBuilder();
    for (int at = 0; at < places.size(); at++) {
      joined.append(pieces.get(places.get(at))).append(gaps.get(at));
    }
    return joined.toString();
  }

  private static List<Integer> sorted(List<Spot.Entry> entries, KeyOrder order) {
    return inPlace(entries).stream()
        .sorted(Comparator.comparingInt(place -> order.rank(entries.get(place).key())))
        .toList();
  }

  private static List<Integer> inPlace(List<Spot.Entry> entries) {
    return IntStream.range(0, entries.size()).boxed().toList();
  }

  private boolean isFirstInLine(int place) {
    return slice(lineStart(place), place).isBlank();
  }

  /// Where the comments begin that stand right above a key, as far in as it does. What stands
  /// further in may be a line of a text.
  private int head(int key) {
    int head = lineStart(key);
    int column = key - head;
    while (head > 0) {
      int above = lineStart(head - 1);
      if (above + column >= head
          || text[above + column] != '#'
          || !slice(above, above + column).isBlank()) {
        return head;
      }
      head = above;
    }
    return head;
  }

  private int lineStart(int place) {
    int start = place;
    while (start > 0 && text[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  /// How long the text is up to its last line that is not blank.
  private static int withoutBlankLines(String piece) {
    int end = piece.stripTrailing().length();
    int line = piece.indexOf('\n', end);
    return line < 0 ? piece.length() : line + 1;
  }

  private String slice(int from, int to) {
    return new String(text, from, to - from);
  }
}
