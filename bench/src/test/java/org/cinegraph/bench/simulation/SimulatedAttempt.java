package org.cinegraph.bench.simulation;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkStopped;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.wire.WireValues;

/// An executor that takes steps on virtual time. It is a thread that never runs: it is started and
/// interrupted as one, and that is all that a connection does with its attempts.
final class SimulatedAttempt extends Thread {
  private static final int STEPS = 6;

  private final VirtualTime time;
  private final Weather weather;
  private final RandomGenerator random;
  private final Lane lane;
  private final HeldLease lease;
  private final Duration step;
  private int next;
  private boolean finished;

  SimulatedAttempt(
      VirtualTime time,
      Weather weather,
      RandomGenerator random,
      SimulatedProcess process,
      HeldLease lease) {
    this.time = time;
    this.weather = weather;
    this.random = random;
    this.lane = process.lane();
    this.lease = lease;
    this.step = Duration.ofMillis(random.nextInt(50, 2_000));
    this.next = lease.lease().getCheckpoint().getNextStep();
  }

  HeldLease lease() {
    return lease;
  }

  /// Whether it has said its last word.
  boolean isFinished() {
    return finished;
  }

  @Override
  public void start() {
    time.in(step, lane, this::endOfStep);
  }

  @Override
  public void interrupt() {
    time.in(Duration.ofMillis(random.nextInt(20)), lane, this::look);
  }

  private void look() {
    if (!finished && lease.standing() != HeldLease.Standing.HELD) {
      leave();
    }
  }

  private void endOfStep() {
    if (finished) {
      return;
    }
    if (lease.standing() != HeldLease.Standing.HELD) {
      leave();
      return;
    }
    next++;
    if (weather.attemptFails(random)) {
      finished = true;
      lease.failed(
          new Failure("simulated", FailureCategory.TRANSIENT, "It failed"),
          WorkFailed.newBuilder());
      lease.left();
    } else if (next >= STEPS) {
      finished = true;
      lease.done(
          WorkDone.newBuilder()
              .addOutputs(
                  NamedValue.newBuilder()
                      .setName("value")
                      .setValue(PortValue.newBuilder().setJson("1"))));
      lease.left();
    } else {
      lease.progress(next, 0, STEPS, "run");
      checkpoint();
      time.in(step, lane, this::endOfStep);
    }
  }

  private void checkpoint() {
    if (next % 2 == 0) {
      lease.checkpoint(
          CheckpointReference.newBuilder()
              .setNextStep(next)
              .setSteps(STEPS)
              .setState(
                  WireValues.message(
                      new ArtifactReference(
                          Digest.of("state " + next), 1, "text/plain", java.util.List.of())))
              .setFingerprint(ByteString.copyFromUtf8("simulated"))
              .build());
    }
  }

  private void leave() {
    finished = true;
    switch (lease.standing()) {
      case STOPPING -> lease.stopped(WorkStopped.newBuilder());
      case TIMED_OUT ->
          lease.failed(
              new Failure("timeout", FailureCategory.TRANSIENT, "It took too long"),
              WorkFailed.newBuilder());
      case OVER, HELD -> {}
    }
    lease.left();
  }
}
