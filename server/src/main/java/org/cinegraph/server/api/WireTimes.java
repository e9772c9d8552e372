package org.cinegraph.server.api;

import java.time.Instant;
import org.cinegraph.db.run.NodeTimes;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.NodePhases;
import org.cinegraph.scheduler.wire.WriteWire;

/// Times of nodes for the wire.
final class WireTimes {
  private WireTimes() {}

  static NodePhases phases(NodeTimes times, Instant now) {
    NodeTimes.Phases phases = times.phases(now);
    return reported(phases.reported()).setWait(phases.waited()).setLost(phases.lost()).build();
  }

  static AttemptSpan attempt(NodeTimes.AttemptSpan attempt) {
    AttemptSpan.Builder span =
        AttemptSpan.newBuilder()
            .setFence(attempt.fence())
            .setWorker(attempt.worker())
            .setOutcome(attempt.outcome())
            .setStartedAt(WireTime.of(attempt.startedAt()))
            .setPhases(reported(attempt.seconds()));
    attempt.endedAt().ifPresent(at -> span.setEndedAt(WireTime.of(at)));
    attempt.failure().ifPresent(failure -> span.setFailure(WriteWire.failure(failure)));
    return span.build();
  }

  private static NodePhases.Builder reported(Seconds seconds) {
    return NodePhases.newBuilder()
        .setFetch(seconds.fetch())
        .setLoad(seconds.load())
        .setRun(seconds.run())
        .setStore(seconds.store());
  }
}
