package org.cinegraph.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.value.table.ReadCsv;
import org.cinegraph.graph.value.table.ReadJsonLines;
import org.cinegraph.graph.value.table.TextRow;
import org.cinegraph.graph.value.table.UnreadableTableException;

/// A table with a run in each row.
final class MatrixTable {
  /// Each row is a run, with a plan and a folder of results of its own.
  private static final int MOST_ROWS = 1_000;

  private static final long MOST_BYTES = 16L * 1024 * 1024;

  private MatrixTable() {}

  /// @throws Refusal it cannot be read, or has no rows
  static List<MatrixRow> read(Path table) {
    String name = table.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".jsonl")) {
      throw Refusal.usage("--matrix takes a .csv or .jsonl file, found %s".formatted(table));
    }
    String text = content(table);
    try {
      List<TextRow> found = name.endsWith(".csv") ? ReadCsv.texts(text) : ReadJsonLines.texts(text);
      if (found.isEmpty() || found.size() > MOST_ROWS) {
        throw Refusal.usage(
            "%s has %d rows: expected 1 to %d".formatted(table, found.size(), MOST_ROWS));
      }
      List<MatrixRow> rows = new ArrayList<>();
      found.forEach(row -> rows.add(new MatrixRow(table, rows.size() + 1, row)));
      return rows;
    } catch (UnreadableTableException e) {
      throw Refusal.usage("%s, line %d: %s".formatted(table, e.line(), e.reason()));
    }
  }

  private static String content(Path table) {
    if (!Files.isRegularFile(table)) {
      throw Refusal.usage("There is no file %s".formatted(table));
    }
    try {
      if (Files.size(table) > MOST_BYTES) {
        throw Refusal.usage(
            "%s is too large for a table: expected at most %d bytes".formatted(table, MOST_BYTES));
      }
      return Files.readString(table, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Refusal.usage("%s is not UTF-8 text".formatted(table));
    }
  }
}
