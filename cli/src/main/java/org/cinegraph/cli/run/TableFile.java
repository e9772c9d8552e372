package org.cinegraph.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.table.ReadCsv;
import org.cinegraph.graph.value.table.ReadJsonLines;
import org.cinegraph.graph.value.table.UnreadableTableException;

/// A table that a list is read from: rows of CSV are mappings, lines of JSON Lines are whatever
/// values they are. It is read here and not by the server, so that a mistake is named with file and
/// line before anything is started.
final class TableFile {
  /// What fits into one message to the control plane, with room for the rest of a request.
  private static final long MOST_BYTES = 3L * 1024 * 1024;

  private TableFile() {}

  /// Whether a list of this type is to be read from a file of this name.
  static boolean isGivenTo(PortType type, String file) {
    return type instanceof PortType.ListOf && type.isInline() && (isCsv(file) || isLines(file));
  }

  /// @return the rows, as JSON
  /// @throws Refusal the file cannot be read as a table of this type
  static String read(String input, PortType type, Path file) {
    if (isCsv(file.toString()) && !type.equals(new PortType.ListOf(new PortType.Json()))) {
      throw Refusal.usage(
          "Input %s is of type %s, and the rows of %s are list<json>: give a .jsonl file with one"
                  .formatted(input, type.written(), file)
              + " value on each line");
    }
    String text = content(input, file);
    try {
      List<Value> rows = isCsv(file.toString()) ? ReadCsv.read(text) : ReadJsonLines.read(text);
      if (rows.size() > GraphLimits.ITEMS) {
        throw Refusal.usage(
            "Input %s: %s has %d rows, more than %d"
                .formatted(input, file, rows.size(), GraphLimits.ITEMS));
      }
      return CanonicalJson.write(new Value.Items(rows));
    } catch (UnreadableTableException e) {
      throw Refusal.usage("Input %s: %s, line %d: %s".formatted(input, file, e.line(), e.reason()));
    }
  }

  private static String content(String input, Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw Refusal.usage(
            "Input %s: %s is too large for a table: expected at most %d bytes"
                .formatted(input, file, MOST_BYTES));
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Refusal.usage("Input %s: %s is not UTF-8 text".formatted(input, file));
    }
  }

  private static boolean isCsv(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  private static boolean isLines(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".jsonl");
  }
}
