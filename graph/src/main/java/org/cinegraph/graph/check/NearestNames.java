package org.cinegraph.graph.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Guesses what an author meant by a name that does not exist.
public final class NearestNames {
  private static final int MOST = 3;

  /// Beyond this the full list would hide the rest of the message.
  private static final int FULL_LIST = 12;

  private NearestNames() {}

  /// The known names within a third of the name's length in edits (two at least, but never all of
  /// it), nearest first.
  public static List<String> of(String name, Collection<String> known) {
    int reach = Math.min(name.length() - 1, Math.max(2, name.length() / 3));
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= reach)
        .filter(candidate -> distance(name, candidate) <= reach)
        .sorted(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /// "did you mean x or y?", or all the names where none is near and they are few.
  public static Optional<String> hint(String name, Collection<String> known) {
    List<String> nearest = of(name, known);
    if (!nearest.isEmpty()) {
      return Optional.of("did you mean " + String.join(" or ", nearest) + "?");
    }
    if (known.isEmpty() || known.size() > FULL_LIST) {
      return Optional.empty();
    }
    return Optional.of("known are " + known.stream().sorted().collect(Collectors.joining(", ")));
  }

  /// Edits (insert, delete, replace, swap of neighbours) that turn one text into the other.
  static int distance(String one, String other) {
    int[][] edits = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, one, other, i, j);
      }
    }
    return edits[one.length()][other.length()];
  }

  private static int cheapest(int[][] edits, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int cheapest =
        Math.min(
            Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(cheapest, edits[i - 2][j - 2] + 1) : cheapest;
  }
}
