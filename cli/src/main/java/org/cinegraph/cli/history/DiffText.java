package org.cinegraph.cli.history;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.cinegraph.proto.v1.NodeDifference;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.ValueDifference;

/// Where two runs differ, for people.
public final class DiffText {
  private DiffText() {}

  public static List<String> lines(DiffRunsResponse diff) {
    List<String> lines = new ArrayList<>();
    lines.add("before  " + run(diff.getBefore()));
    lines.add("now     " + run(diff.getNow()));
    diff.getInputsList().forEach(input -> lines.add("input   " + value(input)));
    diff.getOptionsList().forEach(option -> lines.add("option  " + value(option)));
    diff.getNodesList().forEach(node -> node(lines, node));
    if (diff.getNodesLeftOut() > 0) {
      lines.add("... and %d nodes more".formatted(diff.getNodesLeftOut()));
    }
    diff.getOutputsList().forEach(output -> lines.add("output  " + value(output)));
    lines.add(totals(diff));
    return lines;
  }

  private static String run(RunSummary run) {
    return "%s of graph %s, version %s, submitted %s"
        .formatted(
            RunId.written(run.getRunId()),
            run.getGraph(),
            Wording.brief(run.getGraphVersion()),
            Wording.at(run.getSubmittedAt()));
  }

  private static void node(List<String> lines, NodeDifference node) {
    String name = "node    %s (%s)".formatted(node.getName(), node.getType());
    if (node.getOnlyBefore() || node.getOnlyNow()) {
      lines.add(name + (node.getOnlyNow() ? " is new" : " is gone"));
      return;
    }
    String behind =
        node.getBehindCount() == 0
            ? ""
            : " follows from " + Wording.cut(String.join(", ", node.getBehindList()));
    boolean isUnknown = node.getIngredientsCount() == 0 && node.getBehindCount() == 0;
    lines.add(name + (isUnknown ? " differs in what it takes" : behind));
    node.getIngredientsList().forEach(ingredient -> lines.add("          " + value(ingredient)));
  }

  private static String value(ValueDifference value) {
    return "%s: %s → %s".formatted(value.getName(), side(value.getBefore()), side(value.getNow()));
  }

  private static String side(String value) {
    return value.isEmpty() ? "nothing" : Wording.cut(value);
  }

  private static String totals(DiffRunsResponse diff) {
    int differing = diff.getNodesCount() + diff.getNodesLeftOut();
    return differing == 0
        ? "All %d nodes that are computed have the same memo keys".formatted(diff.getSameNodes())
        : "%d of %d computed nodes differ".formatted(differing, differing + diff.getSameNodes());
  }
}
