package org.cinegraph.graph.value.table;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.Value;

/// Postgres keeps all texts but those with the character NUL or with half a surrogate pair, and a
/// value of a run is kept there.
public final class StorableText {
  static final String EXPECTED = "Expected text without NUL and without half a surrogate pair";

  private StorableText() {}

  /// Whether every text in the value can be kept.
  public static boolean isIn(Value value) {
    return switch (value) {
      case Value.Text(String text) -> isStorable(text);
      case Value.Items(List<Value> items) -> items.stream().allMatch(StorableText::isIn);
      case Value.Fields(SequencedMap<String, Value> fields) ->
          fields.keySet().stream().allMatch(StorableText::isStorable)
              && fields.values().stream().allMatch(StorableText::isIn);
      case Value.Nothing _, Value.Int _, Value.Float _, Value.Bool _ -> true;
    };
  }

  static boolean isStorable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }
}
