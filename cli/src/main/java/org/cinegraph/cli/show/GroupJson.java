package org.cinegraph.cli.show;

import org.cinegraph.cli.progress.GroupWords;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodeRun;

/// Groups of nodes for scripts.
final class GroupJson {
  private GroupJson() {}

  static Value group(NodeGroup group) {
    FieldWriter fields =
        new FieldWriter()
            .text("path", group.getPath())
            .text("type", GroupWords.type(group))
            .put("lines", counts(group.getLines()))
            .integer("nodes", group.getNodes())
            .integer("failures", group.getFailures())
            .integer("asking", group.getAsking())
            .list("failed", group.getFailedList(), (NodeRun node) -> RunJson.json(node));
    putIfSaid(fields, "askingNode", group.getAskingNode());
    putIfSaid(fields, "waitingNode", group.getWaitingNode());
    putIfSaid(fields, "waitsFor", group.getWaitsFor());
    return fields.fields();
  }

  static Value counts(NodeCounts counts) {
    return new FieldWriter()
        .integer("all", counts.getAll())
        .integer("waiting", counts.getWaiting())
        .integer("running", counts.getRunning())
        .integer("computed", counts.getComputed())
        .integer("memoHits", counts.getMemoHits())
        .integer("failed", counts.getFailed())
        .integer("skipped", counts.getSkipped())
        .integer("leftOut", counts.getLeftOut())
        .integer("stopped", counts.getStopped())
        .fields();
  }

  private static void putIfSaid(FieldWriter fields, String name, String text) {
    if (!text.isEmpty()) {
      fields.text(name, text);
    }
  }
}
