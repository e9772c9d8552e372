package org.cinegraph.cli.run;

import java.nio.file.Path;
import org.cinegraph.graph.value.table.TextRow;

/// A row of a table that is to become a run.
///
/// @param number from 1
/// @param row what stands in it, and where
record MatrixRow(Path table, int number, TextRow row) {
  /// What its outputs are named by.
  String name() {
    return "row-%04d".formatted(number);
  }

  /// Where a mistake lies.
  String place(String column) {
    return "%s, row %d (line %d), column %s".formatted(table, number, row.line(), column);
  }
}
