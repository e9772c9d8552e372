package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Puts together what a function gives.
final class Made {
  private Made() {}

  static SequencedMap<String, PortValue> one(String port, PortValue value) {
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put(port, value);
    return outputs;
  }

  static SequencedMap<String, PortValue> one(String port, Value value) {
    return one(port, new PortValue.Inline(value));
  }

  /// @throws ValueFailure it is too long
  static SequencedMap<String, PortValue> text(String port, CharSequence text) {
    if (text.length() > Limits.TEXT_LENGTH) {
      throw Limits.tooLong(text.length());
    }
    return one(port, new Value.Text(text.toString()));
  }

  /// @throws ValueFailure it has too many items
  static SequencedMap<String, PortValue> list(String port, List<Value> items) {
    if (items.size() > Limits.ITEMS) {
      throw Limits.tooMany(items.size());
    }
    return one(port, new Value.Items(items));
  }
}
