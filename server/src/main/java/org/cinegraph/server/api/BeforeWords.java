package org.cinegraph.server.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.NodePath;

/// What a node waits for before anybody can compute or judge it, as it goes on after its name: each
/// kind of node in its own words.
final class BeforeWords {
  private static final int NAMED = 5;

  private BeforeWords() {}

  /// @param open producers of the node that have not ended, at least one
  static String of(NodeRunRow row, List<NodeRunRow> open) {
    List<NodeRunRow> lanes = open.stream().filter(it -> it.kind() == NodeKind.LANE).toList();
    if (row.kind() != NodeKind.LANE && lanes.size() == open.size()) {
      return "waits for a free lane of its loop (max-parallel): it begins when %s has ended"
          .formatted(names(lanes));
    }
    return switch (row.kind()) {
      case COMPUTE -> "waits for what it needs: " + names(open);
      case VALUE ->
          "waits for what it is a function of: %s; no worker computes it".formatted(names(open));
      case MERGE -> "waits until it is known which of its values come to be: " + names(open);
      case COLLECT ->
          "waits for items of its loop, of which %d %s not done: %s"
              .formatted(open.size(), open.size() == 1 ? "is" : "are", names(open));
      case LANE -> "waits for the nodes of its item: " + names(open);
      case APPROVAL -> "asks a person as soon as what it shows is there: " + names(open);
      case FAN_OUT -> "waits for the list that it goes over, from " + names(open);
    };
  }

  /// A node of the language itself goes by what it belongs to.
  private static String names(List<NodeRunRow> nodes) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (NodeRunRow node : nodes) {
      NodePath path = new NodePath(node.name());
      names.add(path.isInternal() ? path.folds().getLast() : node.name());
    }
    String named = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = names.size() - NAMED;
    return more > 0 ? named + " and %d more".formatted(more) : named;
  }
}
