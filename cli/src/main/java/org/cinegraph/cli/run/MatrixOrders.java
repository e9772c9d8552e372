package org.cinegraph.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.CheckInputs;
import org.cinegraph.graph.check.NearestNames;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.proto.v1.Problem;

/// The runs that a table asks for: each row with what `--set` gives to all of them. Every mistake
/// of every row is named before there is a run, by file, row and column.
final class MatrixOrders {
  /// More of them would hide the first ones.
  private static final int MOST_MISTAKES = 20;

  private static final String INPUTS = "/inputs/";

  private final Order common;
  private final SequencedMap<MatrixRow, Order> orders = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  private MatrixOrders(Order common) {
    this.common = common;
  }

  /// @param common what all rows have: graph, options, and what `--set` gives
  /// @throws Refusal the table cannot be read, or a value in it cannot be one of its input
  static MatrixOrders read(Path table, Order common) {
    MatrixOrders matrix = new MatrixOrders(common);
    GraphDocument document = common.graph().document().orElseThrow();
    List<MatrixRow> rows = MatrixTable.read(table);
    matrix.columns(table, rows, document);
    rows.forEach(row -> matrix.add(row, document));
    matrix.refuseMistakes();
    return matrix;
  }

  SequencedMap<MatrixRow, Order> orders() {
    return orders;
  }

  /// Has the control plane plan every row: what it finds wrong is said, and nothing is stored.
  ///
  /// @throws Refusal it found something
  void check(ControlClient control) {
    orders.forEach((row, order) -> {
      List<Problem> problems =
          mistakes.size() < MOST_MISTAKES
              ? AskPlan.response(control, order).getProblemsList()
              : List.of();
      boolean isOfRow =
          !problems.isEmpty()
              && problems.stream().allMatch(problem -> problem.getPointer().startsWith(INPUTS));
      if (!problems.isEmpty() && !isOfRow) {
        throw WireProblems.refusal(order.graph(), problems);
      }
      problems.forEach(problem ->
          mistakes.add(
              "%s: %s"
                  .formatted(
                      row.place(problem.getPointer().substring(INPUTS.length())),
                      WireProblems.sentence(problem))));
    });
    refuseMistakes();
  }

  private void columns(Path table, List<MatrixRow> rows, GraphDocument document) {
    SequencedSet<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.row().columns()));
    for (String column : columns) {
      if (!document.inputs().containsKey(column)) {
        mistakes.add(
            "%s, column %s: graph %s has no such input%s"
                .formatted(
                    table,
                    column,
                    document.name(),
                    NearestNames.hint(column, document.inputs().keySet())
                        .map(hint -> " (" + hint + ")")
                        .orElse("")));
      } else if (isSet(column)) {
        mistakes.add("%s, column %s: --set gives it too".formatted(table, column));
      }
    }
    refuseMistakes();
  }

  private boolean isSet(String input) {
    return common.inputs().texts().containsKey(input)
        || common.inputs().uploads().containsKey(input);
  }

  private void add(MatrixRow row, GraphDocument document) {
    SequencedMap<String, String> texts = new LinkedHashMap<>(common.inputs().texts());
    SequencedMap<String, Path> uploads = new LinkedHashMap<>(common.inputs().uploads());
    row.row()
        .fields()
        .forEach((column, text) -> {
          try {
            InputArguments read =
                InputArguments.parse(List.of(column + "=" + text), common.graph().document());
            texts.putAll(read.texts());
            uploads.putAll(read.uploads());
            CheckInputs.read(document, new TreeMap<>(read.texts()))
                .problems()
                .forEach(problem ->
                    mistakes.add("%s: %s".formatted(row.place(column), problem.sentence())));
          } catch (Refusal refusal) {
            mistakes.add("%s: %s".formatted(row.place(column), refusal.sentence()));
          }
        });
    InputArguments inputs =
        new InputArguments(texts, uploads, new LinkedHashMap<>()).over(common.inputs().values());
    orders.put(row, new Order(common.graph(), inputs, common.options()));
  }

  private void refuseMistakes() {
    if (!mistakes.isEmpty()) {
      List<String> first = mistakes.subList(0, Math.min(mistakes.size(), MOST_MISTAKES));
      throw new Refusal(ExitCode.USAGE, String.join("\n", first));
    }
  }
}
