package org.cinegraph.server.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeTimes;
import org.cinegraph.graph.plan.NodePath;
import org.cinegraph.proto.v1.NodeTimeline;

/// The times of a run, folded: those of a group are added up. The language's own nodes take no time
/// of anybody.
final class FoldTimeline {
  private final String parent;
  private final Instant now;
  private final SequencedMap<String, GroupTimes> lines = new LinkedHashMap<>();

  /// @param parent what is in it is wanted; empty: what is in the document
  FoldTimeline(String parent, Instant now) {
    this.parent = parent;
    this.now = now;
  }

  /// Nodes come in the order of the plan.
  void add(NodeRunRow row, NodeTimes times) {
    NodePath path = new NodePath(row.name());
    Optional<String> line = path.isInternal() ? Optional.empty() : path.lineIn(parent);
    line.ifPresent(
        name -> lines.computeIfAbsent(name, _ -> new GroupTimes(name, now)).add(row, times));
  }

  List<NodeTimeline> lines() {
    List<NodeTimeline> told = new ArrayList<>();
    lines.values().forEach(line -> told.add(line.told()));
    return told;
  }
}
