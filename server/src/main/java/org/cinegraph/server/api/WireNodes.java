package org.cinegraph.server.api;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.wire.WriteWire;

/// Nodes of runs for the wire: what is stored of them, and what is known in memory while they wait
/// and run.
final class WireNodes {
  private final ProgressBoard progress;
  private final Function<UUID, Optional<String>> waits;

  /// @param waits why a work waits, in words
  WireNodes(ProgressBoard progress, Function<UUID, Optional<String>> waits) {
    this.progress = progress;
    this.waits = waits;
  }

  /// @param runEnded whether the run that the node is in has ended
  NodeRun of(NodeRunRow row, boolean runEnded) {
    NodeRun.Builder node =
        NodeRun.newBuilder()
            .setName(row.name())
            .setType(row.type())
            .setVersion(row.version())
            .setState(state(row))
            .setSegment(row.segment())
            .setAttempts(row.attempts())
            .setWorker(row.worker().orElse(""))
            .setSeconds(row.seconds())
            .setNumericallyEquivalent(row.equivalent())
            .addAllVerbsAllowed(WireRun.verbs(Situation.of(row, runEnded)));
    row.memoKey().ifPresent(key -> node.setMemoKey(WriteWire.digest(key)));
    row.failure().ifPresent(failure -> node.setFailure(WriteWire.failure(failure)));
    row.outputs().ifPresent(outputs -> node.addAllOutputs(WriteWire.values(outputs)));
    if (!row.state().ended()) {
      row.work().ifPresent(work -> addNews(node, work, row.leased(), row.held()));
    }
    return node.build();
  }

  private void addNews(NodeRun.Builder node, UUID work, boolean leased, boolean held) {
    if (leased) {
      progress.of(work).ifPresent(news -> node.setStep(news.step()).setSteps(news.steps()));
    } else if (held) {
      node.setWaitsFor("waits for its run to be resumed; it is paused");
    } else {
      waits.apply(work).ifPresent(node::setWaitsFor);
    }
  }

  static NodeState state(NodeRunRow row) {
    return row.leased() && row.state() == org.cinegraph.db.run.NodeState.WAITING
        ? NodeState.NODE_STATE_RUNNING
        : state(row.state());
  }

  /// As it is stored: whether a waiting one is computed is not known here.
  static NodeState state(org.cinegraph.db.run.NodeState state) {
    return switch (state) {
      case PLANNED -> NodeState.NODE_STATE_PLANNED;
      case BLOCKED -> NodeState.NODE_STATE_BLOCKED;
      case WAITING -> NodeState.NODE_STATE_WAITING;
      case SUCCEEDED -> NodeState.NODE_STATE_SUCCEEDED;
      case HIT -> NodeState.NODE_STATE_MEMO_HIT;
      case FAILED -> NodeState.NODE_STATE_FAILED;
      case SKIPPED -> NodeState.NODE_STATE_SKIPPED;
      case LEFT_OUT -> NodeState.NODE_STATE_LEFT_OUT;
      case STOPPED -> NodeState.NODE_STATE_STOPPED;
    };
  }
}
