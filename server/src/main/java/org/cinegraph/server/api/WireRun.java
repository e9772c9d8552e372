package org.cinegraph.server.api;

import java.util.List;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.db.verb.Verb;
import org.cinegraph.db.verb.VerbTable;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.scheduler.wire.WriteWire;

/// Runs for the wire.
final class WireRun {
  private WireRun() {}

  static RunSummary summary(RunRow run) {
    RunSummary.Builder summary =
        RunSummary.newBuilder()
            .setRunId(WriteWire.id(run.id()))
            .setGraph(run.graph())
            .setGraphVersion(WriteWire.digest(run.graphVersion()))
            .setState(state(run.state()))
            .setNodes(run.nodes())
            .setNodesEnded(run.nodes() - run.openNodes())
            .setMemoHits(run.memoHits())
            .setSubmittedAt(WireTime.of(run.submittedAt()))
            .setEpoch(run.epoch())
            .setPaused(run.paused())
            .setPriority(run.priority())
            .setLastEvent(run.lastEvent())
            .addAllVerbsAllowed(verbs(Situation.of(run)));
    run.endedAt().ifPresent(at -> summary.setEndedAt(WireTime.of(at)));
    run.failure().ifPresent(failure -> summary.setFailure(WriteWire.failure(failure)));
    return summary.build();
  }

  /// How it was asked for.
  static RunOptions options(RunRow run) {
    RunOptions.Builder options =
        RunOptions.newBuilder()
            .setPriority(run.priority())
            .setSegmentSize(run.settings().segmentSize());
    run.settings()
        .cut()
        .ifPresent(cut -> {
          switch (cut.kind()) {
            case ONLY -> options.setOnly(cut.node().written());
            case UNTIL -> options.setUntil(cut.node().written());
          }
        });
    run.settings().forced().forEach(node -> options.addForce(node.written()));
    return options.build();
  }

  /// What the table of verbs allows, in the words of the command.
  static List<String> verbs(Situation situation) {
    return VerbTable.allowed(situation).stream().map(Verb::written).toList();
  }

  /// @throws RefusedCall it is no state
  static org.cinegraph.db.run.RunState read(RunState state) {
    return switch (state) {
      case RUN_STATE_SUBMITTED -> org.cinegraph.db.run.RunState.SUBMITTED;
      case RUN_STATE_RUNNING -> org.cinegraph.db.run.RunState.RUNNING;
      case RUN_STATE_STOPPING -> org.cinegraph.db.run.RunState.STOPPING;
      case RUN_STATE_SUCCEEDED -> org.cinegraph.db.run.RunState.SUCCEEDED;
      case RUN_STATE_FAILED -> org.cinegraph.db.run.RunState.FAILED;
      case RUN_STATE_STOPPED -> org.cinegraph.db.run.RunState.STOPPED;
      case RUN_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw RefusedCall.invalid("state", "states must be states of runs, found " + state);
    };
  }

  private static RunState state(org.cinegraph.db.run.RunState state) {
    return switch (state) {
      case SUBMITTED -> RunState.RUN_STATE_SUBMITTED;
      case RUNNING -> RunState.RUN_STATE_RUNNING;
      case STOPPING -> RunState.RUN_STATE_STOPPING;
      case SUCCEEDED -> RunState.RUN_STATE_SUCCEEDED;
      case FAILED -> RunState.RUN_STATE_FAILED;
      case STOPPED -> RunState.RUN_STATE_STOPPED;
    };
  }
}
