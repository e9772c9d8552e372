package org.cinegraph.graph.value.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// JSON Lines: a JSON value on each line. Lines of white space alone are passed over.
public final class ReadJsonLines {
  private ReadJsonLines() {}

  /// @throws UnreadableTableException a line is no JSON
  public static List<Value> read(String text) {
    return rows(text, (_, value) -> value);
  }

  /// The rows as a person would type their values: a text stands for itself, everything else is
  /// JSON. What is null is left out of its row.
  ///
  /// @throws UnreadableTableException a line is no JSON object
  public static List<TextRow> texts(String text) {
    return rows(text, ReadJsonLines::row);
  }

  private static <T> List<T> rows(String text, BiFunction<Integer, Value, T> read) {
    List<T> rows = new ArrayList<>();
    int number = 0;
    for (String line : ReadCsv.withoutMark(text).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        rows.add(read.apply(number, value(number, line)));
      }
    }
    return rows;
  }

  private static TextRow row(int number, Value value) {
    if (!(value instanceof Value.Fields(SequencedMap<String, Value> given))) {
      throw new UnreadableTableException(number, "Expected a JSON object");
    }
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    given.forEach((name, field) -> {
      if (!(field instanceof Value.Nothing)) {
        fields.put(
            name, field instanceof Value.Text(String text) ? text : CanonicalJson.write(field));
      }
    });
    return new TextRow(number, new LinkedHashSet<>(given.keySet()), fields);
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
