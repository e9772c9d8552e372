package org.cinegraph.scheduler.connection;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.proto.v1.WorkerServiceGrpc;

/// What workers call; `workers.md` is its contract. Whoever calls was authenticated before; what a
/// call may reach beyond that hangs on the secret of its lease.
public final class WorkerService extends WorkerServiceGrpc.WorkerServiceImplBase
    implements AutoCloseable {
  private final StreamParts parts;
  private final ArtifactCalls artifacts;

  public WorkerService(
      StreamParts parts, Artifacts artifacts, ArtifactStore store, LostArtifact lost) {
    this.parts = parts;
    this.artifacts = new ArtifactCalls(parts.store(), artifacts, store, lost);
  }

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
    return parts.connect(out);
  }

  @Override
  public void fetchArtifact(
      FetchArtifactRequest request, StreamObserver<FetchArtifactResponse> out) {
    artifacts.fetch(request, (ServerCallStreamObserver<FetchArtifactResponse>) out);
  }

  @Override
  public StreamObserver<StoreArtifactRequest> storeArtifact(
      StreamObserver<StoreArtifactResponse> out) {
    return artifacts.store(out);
  }

  /// Ends every stream: the process stops, the workers look for another one.
  @Override
  public void close() {
    for (WorkerSession session : parts.connected().sessions()) {
      session.close(
          Status.Code.UNAVAILABLE,
          new Failure(
              "server-stopping",
              FailureCategory.TRANSIENT,
              "Server " + parts.terms().server() + " stops; connect again"));
    }
  }
}
