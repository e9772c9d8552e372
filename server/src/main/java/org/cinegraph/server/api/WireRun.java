package org.cinegraph.server.api;

import java.util.List;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.db.verb.Verb;
import org.cinegraph.db.verb.VerbTable;
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
            .addAllVerbsAllowed(verbs(Situation.of(run)));
    run.endedAt().ifPresent(at -> summary.setEndedAt(WireTime.of(at)));
    run.failure().ifPresent(failure -> summary.setFailure(WriteWire.failure(failure)));
    return summary.build();
  }

  /// What the table of verbs allows, in the words of the command.
  static List<String> verbs(Situation situation) {
    return VerbTable.allowed(situation).stream().map(Verb::written).toList();
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
