package org.cinegraph.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.progress.NodeView;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.cli.progress.ProgressLines;
import org.cinegraph.cli.progress.ProgressView;
import org.cinegraph.proto.v1.RunSummary;

/// All rows of a table on one screen: a line for each, with how far its run is.
final class MatrixView {
  private static final int WIDEST = 40;

  private final String graph;
  private final ProgressView view;
  private final SequencedMap<MatrixRow, NodeView> rows = new LinkedHashMap<>();

  MatrixView(String graph, Iterable<MatrixRow> all, ProgressView view) {
    this.graph = graph;
    this.view = view;
    all.forEach(row -> rows.put(row, line(row, Phase.PLANNED, "")));
  }

  String graph() {
    return graph;
  }

  void say(String line) {
    view.say(line);
  }

  void submitted(MatrixRow row, RunSummary run) {
    view.change("%s: run %s".formatted(row.name(), RunId.written(run.getRunId())));
    rows.put(row, line(row, Phase.WAITING, ""));
  }

  void stands(MatrixRow row, RunSummary run) {
    String nodes = "%d of %d nodes ended".formatted(run.getNodesEnded(), run.getNodes());
    rows.put(row, line(row, Phase.RUNNING, nodes));
  }

  void ended(MatrixRow row, Ending ending) {
    String totals = ProgressLines.totals(ending.lines().counts());
    Phase phase =
        switch (ending.exitCode()) {
          case OK -> Phase.COMPUTED;
          case STOPPED -> Phase.STOPPED;
          case FAILED, USAGE, UNREACHABLE -> Phase.FAILED;
        };
    String remark = ending.failure().orElse(phase == Phase.COMPUTED ? "(" + totals + ")" : totals);
    rows.put(row, line(row, phase, remark));
    view.change("%s: %s".formatted(row.name(), ProgressLines.state(line(row, phase, remark))));
  }

  void show() {
    List<NodeView> all = new ArrayList<>(rows.values());
    view.show(all, " rows");
  }

  private static NodeView line(MatrixRow row, Phase phase, String remark) {
    String given =
        row.row().fields().entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining(" "))
            .replaceAll("\\s+", " ");
    String cut = given.length() <= WIDEST ? given : given.substring(0, WIDEST - 3) + "...";
    return new NodeView(row.name(), cut, phase, 0, 0, Optional.empty(), remark, false);
  }
}
