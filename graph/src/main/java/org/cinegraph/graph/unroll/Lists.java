package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.PortValue;

/// Lists, put together and taken apart.
final class Lists {
  private Lists() {}

  /// A list: known if every item is, and inline then if every item is.
  static Source of(List<Source> items, Optional<Source.Made> whole) {
    List<PortValue> known = new ArrayList<>(items.size());
    for (Source item : items) {
      if (item instanceof Source.Known(PortValue value)) {
        known.add(value);
      }
    }
    return known.size() < items.size()
        ? new Source.Listed(items, whole)
        : new Source.Known(PortValue.listOf(known));
  }

  /// The items of a known list; empty if it is none.
  static Optional<List<Source>> items(PortValue list) {
    return PortValue.items(list)
        .map(items -> items.stream().<Source>map(Source.Known::new).toList());
  }
}
