package org.cinegraph.graph.value.function;

import java.util.List;
import java.util.function.Function;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.table.UnreadableTableException;

/// Reads a table that a function was given.
final class Tables {
  private Tables() {}

  /// @throws ValueFailure with the line that cannot be read
  static List<Value> read(String text, Function<String, List<Value>> reader) {
    try {
      return reader.apply(Limits.held(text));
    } catch (UnreadableTableException e) {
      throw new ValueFailure("no-table", "Line %d: %s".formatted(e.line(), e.reason()));
    }
  }
}
