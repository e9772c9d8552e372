package org.cinegraph.graph.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a port carries in a run: a scalar inline, an artifact by reference, or a list of either.
public sealed interface PortValue {
  record Inline(Value value) implements PortValue {}

  record Artifact(ArtifactReference reference) implements PortValue {}

  /// A list of values: inline if every one is, so that equal lists have one digest however they
  /// were put together.
  static PortValue listOf(List<PortValue> values) {
    List<Value> inline = new ArrayList<>(values.size());
    for (PortValue value : values) {
      if ((value instanceof Many(List<PortValue> inner) ? listOf(inner) : value)
          instanceof Inline(Value item)) {
        inline.add(item);
      }
    }
    return inline.size() == values.size() ? new Inline(new Value.Items(inline)) : new Many(values);
  }

  /// The items of a list, however it was put together; empty if it is none.
  static Optional<List<PortValue>> items(PortValue list) {
    return switch (list) {
      case Many(List<PortValue> items) -> Optional.of(items);
      case Inline(Value.Items(List<Value> items)) ->
          Optional.of(items.stream().<PortValue>map(Inline::new).toList());
      case Inline _, Artifact _ -> Optional.empty();
    };
  }

  record Many(List<PortValue> values) implements PortValue {
    public Many {
      values = List.copyOf(values);
    }
  }
}
