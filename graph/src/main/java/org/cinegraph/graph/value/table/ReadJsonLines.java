package org.cinegraph.graph.value.table;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// JSON Lines: a JSON value on each line. Lines of white space alone are passed over.
public final class ReadJsonLines {
  private ReadJsonLines() {}

  /// @throws UnreadableTableException a line is no JSON
  public static List<Value> read(String text) {
    List<Value> values = new ArrayList<>();
    int number = 0;
    for (String line : ReadCsv.withoutMark(text).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        values.add(value(number, line));
      }
    }
    return values;
  }

  private static Value value(int number, String line) {
    try {
      Value value = CanonicalJson.parse(line);
      if (!StorableText.isIn(value)) {
        throw new UnreadableTableException(number, StorableText.EXPECTED);
      }
      return value;
    } catch (UnreadableJsonException e) {
      throw new UnreadableTableException(number, String.valueOf(e.getMessage()));
    }
  }
}
