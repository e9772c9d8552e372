package org.cinegraph.cli.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeRun;

/// Nodes as the server tells of them at one moment.
public final class NodeViews {
  private NodeViews() {}

  /// The lines, with what failed in groups behind these.
  public static List<NodeView> of(RunLines lines) {
    List<NodeView> views = new ArrayList<>();
    for (RunLines.Entry entry : lines.entries()) {
      NodeLine line = entry.line();
      if (line.hasGroup()) {
        views.add(GroupWords.view(line.getGroup()).inside(entry.level()));
        GroupWords.failures(line.getGroup())
            .forEach(failure -> views.add(failure.inside(entry.level())));
      } else {
        views.add(of(line.getNode()).inside(entry.level()));
      }
    }
    return views;
  }

  static NodeView of(NodeRun node) {
    Phase phase = phase(node);
    return new NodeView(
        node.getName(),
        node.getType(),
        phase,
        node.getStep(),
        node.getSteps(),
        Optional.empty(),
        remark(node, phase),
        false);
  }

  private static Phase phase(NodeRun node) {
    return switch (node.getState()) {
      case NODE_STATE_PLANNED, NODE_STATE_UNSPECIFIED, UNRECOGNIZED -> Phase.PLANNED;
      case NODE_STATE_BLOCKED, NODE_STATE_WAITING -> Phase.WAITING;
      case NODE_STATE_RUNNING -> Phase.RUNNING;
      case NODE_STATE_SUCCEEDED -> Phase.COMPUTED;
      case NODE_STATE_MEMO_HIT -> Phase.MEMO_HIT;
      case NODE_STATE_FAILED -> Phase.FAILED;
      case NODE_STATE_SKIPPED -> Phase.SKIPPED;
      case NODE_STATE_LEFT_OUT -> Phase.LEFT_OUT;
      case NODE_STATE_STOPPED -> Phase.STOPPED;
    };
  }

  private static String remark(NodeRun node, Phase phase) {
    return switch (phase) {
      case PLANNED, MEMO_HIT, LEFT_OUT, STOPPED -> "";
      case WAITING -> node.getWaitsFor();
      case RUNNING -> node.getWorker().isEmpty() ? "" : "on " + node.getWorker();
      case COMPUTED -> node.getSeconds() > 0 ? "in " + ProgressLines.duration(seconds(node)) : "";
      case FAILED, SKIPPED -> node.hasFailure() ? node.getFailure().getMessage() : "";
    };
  }

  private static Duration seconds(NodeRun node) {
    return Duration.ofMillis((long) (node.getSeconds() * 1000));
  }
}
