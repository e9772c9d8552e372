package org.cinegraph.cli.history;

import java.util.List;
import java.util.Optional;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.WaitKind;

/// The command that would help a node, for an operator who read why it stands as it stands.
final class WhatToDo {
  private WhatToDo() {}

  /// Empty: it needs nobody's help.
  static Optional<String> about(ExplainNodeResponse said, String run) {
    NodeRun node = said.getNode();
    return said.hasWait()
        ? waiting(said.getWait().getKind(), run, node.getName())
        : ended(node, run);
  }

  private static Optional<String> waiting(WaitKind kind, String run, String node) {
    return switch (kind) {
      case WAIT_KIND_WORKER ->
          Optional.of(
              "`./cinegraph worker` starts a worker; `./cinegraph nodes list` shows the"
                  + " node types that are offered");
      case WAIT_KIND_UPGRADE ->
          Optional.of(
              "`./cinegraph runs recover %s --upgrade` moves what waits to what is offered"
                  .formatted(run));
      case WAIT_KIND_MODEL_PACKAGE ->
          Optional.of(
              "`./cinegraph worker --models DIR` starts a worker that has the package;"
                  + " `./cinegraph models list` shows those that there are");
      case WAIT_KIND_LABEL ->
          Optional.of(
              "`./cinegraph worker --label NAME` starts a worker that has a label;"
                  + " `./cinegraph workers list` shows those that there are");
      case WAIT_KIND_GPU -> Optional.of("start a worker on a machine with a GPU");
      case WAIT_KIND_MEMORY ->
          Optional.of("start a worker on a machine with more, or with a larger --memory");
      case WAIT_KIND_TURN ->
          Optional.of(
              "nothing; `./cinegraph runs priority %s N` lets it go before others".formatted(run));
      case WAIT_KIND_DRAINED ->
          Optional.of("`./cinegraph workers drain NAME --undo` lets a worker compute again");
      case WAIT_KIND_PAUSED -> Optional.of("`./cinegraph runs resume %s`".formatted(run));
      case WAIT_KIND_BACKOFF ->
          Optional.of("nothing; `./cinegraph runs retry %s %s` tries at once".formatted(run, node));
      case WAIT_KIND_PERSON ->
          Optional.of(
              "`./cinegraph approvals show %1$s %2$s` shows it; `./cinegraph approve %1$s %2$s` or `./cinegraph reject %1$s %2$s --why TEXT` answers"
                  .formatted(run, node));
      default -> Optional.empty();
    };
  }

  private static Optional<String> ended(NodeRun node, String run) {
    List<String> verbs = node.getVerbsAllowedList();
    if (verbs.contains("release")) {
      return Optional.of(
          "it is quarantined, so that it takes no more workers down; `./cinegraph runs release %s"
                  .formatted(run)
              + " %s` has it tried again all the same".formatted(node.getName()));
    }
    if (verbs.contains("retry")) {
      return Optional.of(
          "`./cinegraph runs retry %s %s`, when its cause is gone".formatted(run, node.getName()));
    }
    if (node.getState() == NodeState.NODE_STATE_SKIPPED
        || node.getState() == NodeState.NODE_STATE_STOPPED) {
      return Optional.of(
          "`./cinegraph runs recover %s`, once the run has ended, does it".formatted(run));
    }
    return Optional.empty();
  }
}
