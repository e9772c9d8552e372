package org.cinegraph.server.api;

import java.time.Instant;
import java.util.Optional;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeTimes;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodePhases;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.NodeTimeline;

/// The times of one line: of a node as they are, of a group from the first moment of its nodes to
/// the last, with the sums of what they took.
final class GroupTimes {
  private final String path;
  private final Instant now;
  private final NodeCounts.Builder counts = NodeCounts.newBuilder();
  private Optional<NodeTimeline> own = Optional.empty();
  private Optional<Instant> readyAt = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Instant> endedAt = Optional.empty();
  private boolean isLoop;
  private int lost;
  private double waited;
  private double lostSeconds;
  private Seconds seconds = Seconds.NONE;

  GroupTimes(String path, Instant now) {
    this.path = path;
    this.now = now;
  }

  void add(NodeRunRow row, NodeTimes times) {
    if (row.name().equals(path)) {
      own = Optional.of(TimelineCalls.node(row, times, now));
      return;
    }
    isLoop |= row.name().charAt(path.length()) == '[';
    count(WireNodes.state(row));
    readyAt = earlier(readyAt, times.readyAt());
    endedAt = later(endedAt, times.endedAt());
    for (NodeTimes.AttemptSpan attempt : times.attempts()) {
      startedAt = earlier(startedAt, Optional.of(attempt.startedAt()));
      lost += attempt.isLost() ? 1 : 0;
    }
    NodeTimes.Phases phases = times.phases(now);
    waited += phases.waited();
    lostSeconds += phases.lost();
    seconds = seconds.plus(phases.reported());
  }

  NodeTimeline told() {
    return own.orElseGet(this::group);
  }

  private NodeTimeline group() {
    NodeTimeline.Builder told =
        NodeTimeline.newBuilder()
            .setName(path)
            .setType(isLoop ? "for-each" : "block")
            .setState(state())
            .setGroup(counts)
            .setAttemptsLost(lost)
            .setPhases(
                NodePhases.newBuilder()
                    .setWait(waited)
                    .setFetch(seconds.fetch())
                    .setLoad(seconds.load())
                    .setRun(seconds.run())
                    .setStore(seconds.store())
                    .setLost(lostSeconds));
    readyAt.ifPresent(at -> told.setReadyAt(WireTime.of(at)));
    startedAt.ifPresent(at -> told.setStartedAt(WireTime.of(at)));
    if (counts.getWaiting() + counts.getRunning() == 0) {
      endedAt.ifPresent(at -> told.setEndedAt(WireTime.of(at)));
    }
    return told.build();
  }

  private NodeState state() {
    if (counts.getRunning() > 0) {
      return NodeState.NODE_STATE_RUNNING;
    }
    if (counts.getWaiting() > 0) {
      return NodeState.NODE_STATE_WAITING;
    }
    if (counts.getFailed() > 0) {
      return NodeState.NODE_STATE_FAILED;
    }
    if (counts.getStopped() > 0) {
      return NodeState.NODE_STATE_STOPPED;
    }
    return counts.getMemoHits() == counts.getAll()
        ? NodeState.NODE_STATE_MEMO_HIT
        : NodeState.NODE_STATE_SUCCEEDED;
  }

  private void count(NodeState state) {
    counts.setAll(counts.getAll() + 1);
    NodeCounts.Builder _ =
        switch (state) {
          case NODE_STATE_PLANNED, NODE_STATE_BLOCKED, NODE_STATE_WAITING ->
              counts.setWaiting(counts.getWaiting() + 1);
          case NODE_STATE_RUNNING -> counts.setRunning(counts.getRunning() + 1);
          case NODE_STATE_SUCCEEDED -> counts.setComputed(counts.getComputed() + 1);
          case NODE_STATE_MEMO_HIT -> counts.setMemoHits(counts.getMemoHits() + 1);
          case NODE_STATE_FAILED -> counts.setFailed(counts.getFailed() + 1);
          case NODE_STATE_SKIPPED -> counts.setSkipped(counts.getSkipped() + 1);
          case NODE_STATE_LEFT_OUT -> counts.setLeftOut(counts.getLeftOut() + 1);
          case NODE_STATE_STOPPED -> counts.setStopped(counts.getStopped() + 1);
          case NODE_STATE_UNSPECIFIED, UNRECOGNIZED -> counts;
        };
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() || other.isPresent() && other.get().isBefore(one.get()) ? other : one;
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() || other.isPresent() && other.get().isAfter(one.get()) ? other : one;
  }
}
