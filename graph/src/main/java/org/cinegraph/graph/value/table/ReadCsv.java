package org.cinegraph.graph.value.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// Comma-separated values with a line of names at the top: one mapping of names to values for each
/// row. What is written like a number of JSON is a number, `true` and `false` are booleans, all
/// else and everything in quotation marks is text. Empty lines are passed over.
///
/// The parser is the project's own: a library would decide by itself what a broken table means, and
/// another release of it could change memo keys.
public final class ReadCsv {
  private static final Pattern NUMBER_OR_FLAG = Pattern.compile("-?[0-9][0-9.eE+-]*|true|false");

  private ReadCsv() {}

  /// @throws UnreadableTableException with the line of the first mistake
  public static List<Value> read(String text) {
    return rows(text, ReadCsv::row);
  }

  /// The rows as they are written, for who knows the types of the columns. A field that is empty
  /// and not in quotation marks is left out of its row.
  ///
  /// @throws UnreadableTableException with the line of the first mistake
  public static List<TextRow> texts(String text) {
    return rows(text, ReadCsv::textRow);
  }

  private static <T> List<T> rows(String text, BiFunction<List<String>, CsvText.Line, T> read) {
    CsvText csv = new CsvText(withoutMark(text));
    Optional<CsvText.Line> header = csv.next();
    while (header.isPresent() && header.get().isBlank()) {
      header = csv.next();
    }
    if (header.isEmpty()) {
      throw new UnreadableTableException(1, "Expected a line with the names of the columns");
    }
    List<String> names = names(header.get());
    List<T> rows = new ArrayList<>();
    for (var line = csv.next(); line.isPresent(); line = csv.next()) {
      if (!line.get().isBlank()) {
        requireAll(names, line.get());
        rows.add(read.apply(names, line.get()));
      }
    }
    return rows;
  }

  /// Some programs begin a file with a mark of its byte order, which belongs to no name.
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<String> names(CsvText.Line line) {
    Set<String> names = new LinkedHashSet<>();
    for (CsvText.Field field : line.fields()) {
      String name = field.text().strip();
      if (name.isEmpty()) {
        throw new UnreadableTableException(
            line.line(), "Column %d has no name".formatted(names.size() + 1));
      }
      if (!names.add(name)) {
        throw new UnreadableTableException(line.line(), "Two columns are named %s".formatted(name));
      }
    }
    return List.copyOf(names);
  }

  private static void requireAll(List<String> names, CsvText.Line line) {
    if (line.fields().size() != names.size()) {
      throw new UnreadableTableException(
          line.line(),
          "Expected %d fields as in the line of names, found %d"
              .formatted(names.size(), line.fields().size()));
    }
  }

  private static TextRow textRow(List<String> names, CsvText.Line line) {
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    for (int place = 0; place < names.size(); place++) {
      CsvText.Field field = line.fields().get(place);
      if (field.wasQuoted() || !field.text().isBlank()) {
        fields.put(names.get(place), field.text());
      }
    }
    return new TextRow(line.line(), new LinkedHashSet<>(names), fields);
  }

  private static Value row(List<String> names, CsvText.Line line) {
    SequencedMap<String, Value> row = new LinkedHashMap<>();
    for (int place = 0; place < names.size(); place++) {
      row.put(names.get(place), value(line.fields().get(place)));
    }
    Value value = new Value.Fields(row);
    if (!StorableText.isIn(value)) {
      throw new UnreadableTableException(line.line(), StorableText.EXPECTED);
    }
    return value;
  }

  private static Value value(CsvText.Field field) {
    String written = field.text().strip();
    if (field.wasQuoted() || !NUMBER_OR_FLAG.matcher(written).matches()) {
      return new Value.Text(field.text());
    }
    try {
      return CanonicalJson.parse(written);
    } catch (UnreadableJsonException noNumber) {
      return new Value.Text(field.text());
    }
  }
}
