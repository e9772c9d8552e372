package org.cinegraph.graph.format;

import java.util.List;

/// Where a value stands in the text, in code points.
sealed interface Spot {
  int start();

  int end();

  /// Anything that has no keys to be sorted.
  record Plain(int start, int end) implements Spot {}

  /// @param isFlow whether it is written in braces
  record Mapping(boolean isFlow, int start, int end, List<Entry> entries) implements Spot {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /// @param start of the key
  record Entry(String key, int start, Spot value) {}
}
