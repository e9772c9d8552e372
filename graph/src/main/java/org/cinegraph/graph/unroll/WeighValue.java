package org.cinegraph.graph.unroll;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// How many values are inside a value. Parts may be shared, so few bytes can hold very many.
final class WeighValue {
  private WeighValue() {}

  /// @return the number, or one more than `most` as soon as it is more
  static long of(PortValue value, long most) {
    return switch (value) {
      case PortValue.Inline(Value inline) -> of(inline, most);
      case PortValue.Artifact _ -> 1;
      case PortValue.Many(List<PortValue> items) -> {
        long weight = 1;
        for (PortValue item : items) {
          weight += of(item, most - weight);
          if (weight > most) {
            yield most + 1;
          }
        }
        yield weight;
      }
    };
  }

  private static long of(Value value, long most) {
    long weight = 0;
    Deque<Value> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty() && weight <= most) {
      weight++;
      switch (open.pop()) {
        case Value.Items(List<Value> items) -> items.forEach(open::push);
        case Value.Fields(SequencedMap<String, Value> fields) ->
            fields.values().forEach(open::push);
        case Value.Nothing _, Value.Text _, Value.Int _, Value.Float _, Value.Bool _ -> {}
      }
    }
    return weight;
  }
}
