package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.nodes.tensor.golden.Gate;

/// docs/fidelity.md: words, and below them a table for each kind of gate, a row for each gate.
record FidelityPage(String words, List<Row> rows) {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/fidelity.md");
  private static final Pattern GATE =
      Pattern.compile("kind = Gate\\.Kind\\.(\\w+),\\s+what =\\s+\"([^\"]+)\"");
  private static final int FIELDS = 7;

  /// @param worst the figure that was measured, the largest of all comparisons
  /// @param most the largest that is allowed; 0 where bits or bytes have to be the same
  record Row(
      String kind,
      String what,
      String figure,
      String comparisons,
      String worst,
      String most,
      String command) {
    static Row of(List<String> fields) {
      if (fields.size() != FIELDS) {
        throw new AssertionError("Not a row of docs/fidelity.md: " + fields);
      }
      return new Row(
          fields.get(0),
          fields.get(1),
          fields.get(2),
          fields.get(3),
          fields.get(4),
          fields.get(5),
          fields.get(6));
    }

    private String line() {
      return "| %s | %s | %s | %s | %s | `%s` |\n"
          .formatted(what, figure, comparisons, worst, most, command);
    }
  }

  static FidelityPage read() throws IOException {
    String page = Files.readString(PAGE);
    int tables = page.contains("\n## ") ? page.indexOf("\n## ") : page.length();
    List<Row> rows = new ArrayList<>();
    String kind = "";
    for (String line : page.substring(tables).lines().toList()) {
      if (line.startsWith("## ")) {
        kind = line.substring(3);
      } else if (line.endsWith("` |")) {
        List<String> fields = new ArrayList<>(List.of(kind));
        for (String cell : line.substring(2, line.length() - 2).split(" \\| ")) {
          fields.add(cell.replace("`", ""));
        }
        rows.add(Row.of(fields));
      }
    }
    return new FidelityPage(page.substring(0, tables).strip(), rows);
  }

  /// "Kind: what" of every gate, from the tests' sources, in the order of the page.
  static SequencedSet<String> gates() throws IOException {
    SequencedSet<String> gates = new LinkedHashSet<>();
    List<Path> tests = files(".+/src/test/java/.+\\.java");
    for (Gate.Kind kind : Gate.Kind.values()) {
      for (Path test : tests) {
        GATE.matcher(Files.readString(test))
            .results()
            .filter(gate -> gate.group(1).equals(kind.name()))
            .forEach(gate -> gates.add(kind.title() + ": " + gate.group(2)));
      }
      RecordGate.ALL.stream()
          .filter(gate -> gate.kind().equals(kind.title()))
          .forEach(gate -> gates.add(kind.title() + ": " + gate.what()));
    }
    return gates;
  }

  /// The page with what the gates have left by now; of those that were not run, with what it says.
  FidelityPage measured() throws IOException {
    List<Row> known = new ArrayList<>();
    for (Path record : files(".+/target/fidelity/.+")) {
      known.add(Row.of(List.of(Files.readString(record).split("\t"))));
    }
    known.addAll(rows);
    List<Row> measured = new ArrayList<>();
    for (String gate : gates()) {
      Optional<Row> row = known.stream().filter(each -> name(each).equals(gate)).findFirst();
      measured.add(row.orElseThrow(() -> new AssertionError("Nobody measured: " + gate)));
    }
    return new FidelityPage(words, measured);
  }

  List<String> names() {
    return rows.stream().map(FidelityPage::name).toList();
  }

  void write() throws IOException {
    StringBuilder page = new StringBuilder(words).append('\n');
    String kind = "";
    for (Row row : rows) {
      if (!row.kind().equals(kind)) {
        kind = row.kind();
        page.append("\n## ").append(kind);
        page.append("\n\n| compared | figure | comparisons | worst | allowed | run |");
        page.append("\n|---|---|---|---|---|---|\n");
      }
      page.append(row.line());
    }
    Files.writeString(PAGE, page);
  }

  private static String name(Row row) {
    return row.kind() + ": " + row.what();
  }

  private static List<Path> files(String pattern) throws IOException {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths
          .filter(path -> path.toString().matches(pattern) && Files.isRegularFile(path))
          .sorted()
          .toList();
    }
  }
}
