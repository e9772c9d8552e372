package org.cinegraph.cli.run;

import java.util.SequencedMap;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// How the rows of a table ended, told once.
///
/// @param rows how many there are
/// @param endings of those that were submitted
record MatrixEnding(int rows, SequencedMap<MatrixRow, Ending> endings) {
  ExitCode exitCode() {
    if (count(ExitCode.FAILED) > 0) {
      return ExitCode.FAILED;
    }
    return count(ExitCode.OK) < rows ? ExitCode.STOPPED : ExitCode.OK;
  }

  void tell(Terminal terminal) {
    endings.forEach((row, ending) -> {
      ending.outputs().values().forEach(terminal.out()::println);
      ending
          .failure()
          .ifPresent(failure -> terminal.err().println("%s: %s".formatted(row.name(), failure)));
    });
    StringBuilder totals =
        new StringBuilder(
            "%d %s: %d succeeded".formatted(rows, rows == 1 ? "row" : "rows", count(ExitCode.OK)));
    append(totals, count(ExitCode.FAILED), "failed");
    append(totals, count(ExitCode.STOPPED), "stopped");
    append(totals, rows - endings.size(), "not begun");
    terminal.out().println(totals);
  }

  String json() {
    FieldWriter fields =
        new FieldWriter()
            .integer("rows", rows)
            .list(
                "runs",
                endings.entrySet().stream().toList(),
                entry ->
                    entry
                        .getValue()
                        .fields()
                        .integer("row", entry.getKey().number())
                        .integer("line", entry.getKey().row().line())
                        .map("inputs", entry.getKey().row().fields(), Value.Text::new)
                        .fields());
    return CanonicalJson.write(fields.fields());
  }

  private static void append(StringBuilder totals, int count, String word) {
    if (count > 0) {
      totals.append(", ").append(count).append(' ').append(word);
    }
  }

  private int count(ExitCode code) {
    return (int) endings.values().stream().filter(ending -> ending.exitCode() == code).count();
  }
}
