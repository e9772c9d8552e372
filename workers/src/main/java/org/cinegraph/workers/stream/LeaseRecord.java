package org.cinegraph.workers.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cinegraph.proto.v1.ConnectRequest;

/// What the connection remembers of a lease that it holds; guarded by the connection.
final class LeaseRecord {
  final HeldLease lease;
  final Thread thread;
  final long takenAt;
  boolean finished;

  /// In the order sent; answers come in that order.
  final Deque<ConnectRequest> unanswered = new ArrayDeque<>();

  LeaseRecord(HeldLease lease, Thread thread, long takenAt) {
    this.lease = lease;
    this.thread = thread;
    this.takenAt = takenAt;
  }

  /// Of several unanswered checkpoints only the newest is worth repeating.
  void forgetOlderCheckpoints() {
    ConnectRequest newest = null;
    for (ConnectRequest message : unanswered) {
      if (message.hasCheckpoint()) {
        newest = message;
      }
    }
    ConnectRequest kept = newest;
    unanswered.removeIf(message -> message.hasCheckpoint() && message != kept);
  }

  boolean isTimedOut(long now) {
    long timeout = lease.lease().getTimeoutMs();
    return !finished && timeout > 0 && now - takenAt > timeout * 1_000_000;
  }

  void leave(HeldLease.Standing standing) {
    lease.become(standing);
    thread.interrupt();
  }
}
