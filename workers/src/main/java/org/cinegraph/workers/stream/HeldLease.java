package org.cinegraph.workers.stream;

import com.google.protobuf.ByteString;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.WorkCheckpoint;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkPreview;
import org.cinegraph.proto.v1.WorkProgress;
import org.cinegraph.proto.v1.WorkStopped;
import org.cinegraph.workers.wire.WireFailures;

/// A lease as its attempt sees it: what to do, whether to go on, and where results go. It lives on
/// while the stream is broken; what it says is sent when there is a stream again.
public final class HeldLease {
  /// Whether an attempt may go on.
  public enum Standing {
    HELD,
    /// Leave at the next checkpoint and say so.
    STOPPING,
    /// It took longer than it may: leave and say so.
    TIMED_OUT,
    /// The lease is over: leave and say nothing.
    OVER
  }

  private final Connection connection;
  private final Lease lease;
  private final MonotonicClock clock;
  private volatile long deadline;
  private volatile Standing standing = Standing.HELD;
  private volatile boolean answered;

  /// @param deadline by the clock: then it is over, whoever notices first
  HeldLease(Connection connection, Lease lease, MonotonicClock clock, long deadline) {
    this.connection = connection;
    this.lease = lease;
    this.clock = clock;
    this.deadline = deadline;
  }

  public Lease lease() {
    return lease;
  }

  public LeaseName name() {
    return lease.getName();
  }

  /// At this moment, by the worker's own clock.
  public Standing standing() {
    return isExpired(clock.nanos()) ? Standing.OVER : standing;
  }

  boolean isExpired(long now) {
    return deadline - now <= 0;
  }

  /// For the connection's thread alone: a deadline never comes nearer.
  void extend(long later) {
    deadline = Math.max(deadline, later);
  }

  void become(Standing next) {
    // OVER is the end, whatever else is wished.
    if (standing != Standing.OVER) {
      standing = next;
    }
  }

  /// The attempt has ended. The last call of every attempt, answered or not.
  public void left() {
    if (!answered) {
      connection.left(name());
    }
  }

  /// May be dropped.
  ///
  /// @param parts of the step that follows, as far as they are counted
  public void progress(int step, int parts, int steps, String phase) {
    connection.sendIfIdle(
        ConnectRequest.newBuilder()
            .setProgress(
                WorkProgress.newBuilder()
                    .setLease(name())
                    .setStep(step)
                    .setParts(parts)
                    .setSteps(steps)
                    .setPhase(phase))
            .build());
  }

  /// May be dropped.
  public void preview(byte[] picture, String mediaType) {
    connection.sendIfIdle(
        ConnectRequest.newBuilder()
            .setPreview(
                WorkPreview.newBuilder()
                    .setLease(name())
                    .setMediaType(mediaType)
                    .setPicture(ByteString.copyFrom(picture)))
            .build());
  }

  /// Announces a stored state.
  public void checkpoint(CheckpointReference checkpoint) {
    connection.announce(
        name(),
        ConnectRequest.newBuilder()
            .setCheckpoint(WorkCheckpoint.newBuilder().setLease(name()).setCheckpoint(checkpoint))
            .build());
  }

  public void done(WorkDone.Builder done) {
    answer(ConnectRequest.newBuilder().setDone(done.setLease(name())).build());
  }

  public void failed(Failure failure, WorkFailed.Builder failed) {
    failed.setLease(name()).setFailure(WireFailures.message(failure));
    answer(ConnectRequest.newBuilder().setFailed(failed).build());
  }

  public void stopped(WorkStopped.Builder stopped) {
    answer(ConnectRequest.newBuilder().setStopped(stopped.setLease(name())).build());
  }

  private void answer(ConnectRequest message) {
    answered = connection.finish(name(), message);
  }
}
