package org.cinegraph.scheduler.connection;

import io.grpc.stub.StreamObserver;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.storage.LeaseStore;

/// What all streams share.
public record StreamParts(
    Terms terms,
    LeaseStore store,
    LeaseTable leases,
    Committer committer,
    ConnectedWorkers connected,
    ProgressBoard progress,
    Deaths deaths,
    LeaderView leader,
    MonotonicClock clock) {

  /// A new stream of a worker, from its hello to its end.
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
    return new WorkerStream(this, out);
  }
}
