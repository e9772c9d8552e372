package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Lists, put together and taken apart.
final class Lists {
  private Lists() {}

  /// A list: known if every item is, and inline then if every item is.
  static Source of(List<Source> items, Optional<Source.Made> whole) {
    List<PortValue> known = new ArrayList<>(items.size());
    List<Value> inline = new ArrayList<>(items.size());
    for (Source item : items) {
      if (item instanceof Source.Known(PortValue value)) {
        known.add(value);
        if (value instanceof PortValue.Inline(Value it)) {
          inline.add(it);
        }
      }
    }
    if (known.size() < items.size()) {
      return new Source.Listed(items, whole);
    }
    return new Source.Known(
        inline.size() == items.size()
            ? new PortValue.Inline(new Value.Items(inline))
            : new PortValue.Many(known));
  }

  /// The items of a known list; empty if it is none.
  static Optional<List<Source>> items(PortValue list) {
    return switch (list) {
      case PortValue.Many(List<PortValue> items) ->
          Optional.of(items.stream().<Source>map(Source.Known::new).toList());
      case PortValue.Inline(Value.Items(List<Value> items)) ->
          Optional.of(
              items.stream()
                  .<Source>map(item -> new Source.Known(new PortValue.Inline(item)))
                  .toList());
      case PortValue.Inline _, PortValue.Artifact _ -> Optional.empty();
    };
  }
}
