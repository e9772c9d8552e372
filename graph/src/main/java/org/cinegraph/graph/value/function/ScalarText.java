package org.cinegraph.graph.value.function;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;

/// How a scalar is written where it stands in a text.
final class ScalarText {
  private ScalarText() {}

  /// @throws ValueFailure it is a list, a mapping or nothing
  static String of(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Int(long number) -> Long.toString(number);
      case Value.Float number -> CanonicalJson.write(number);
      case Value.Bool(boolean flag) -> Boolean.toString(flag);
      case Value.Nothing _ -> throw wrong("nothing");
      case Value.Items(List<Value> _) -> throw wrong("a list");
      case Value.Fields(SequencedMap<String, Value> _) -> throw wrong("a mapping");
    };
  }

  static ValueFailure wrong(String found) {
    return new ValueFailure(
        "not-a-scalar",
        "Only a text, a number or a boolean can stand in a text, and this is " + found);
  }
}
