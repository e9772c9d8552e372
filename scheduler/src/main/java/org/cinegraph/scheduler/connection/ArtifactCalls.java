package org.cinegraph.scheduler.connection;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.store.ArtifactStoreFailure;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.scheduler.storage.LeaseStore;
import org.cinegraph.scheduler.wire.MalformedMessage;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// Bytes under a lease: a worker reaches the artifacts of its open lease and no others, and stores
/// under it. A wrong secret and a digest out of reach get the same answer.
final class ArtifactCalls {
  private final LeaseStore leases;
  private final Artifacts artifacts;
  private final ArtifactStore store;
  private final LostArtifact lost;

  ArtifactCalls(LeaseStore leases, Artifacts artifacts, ArtifactStore store, LostArtifact lost) {
    this.leases = leases;
    this.artifacts = artifacts;
    this.store = store;
    this.lost = lost;
  }

  void fetch(FetchArtifactRequest request, ServerCallStreamObserver<FetchArtifactResponse> out) {
    try {
      LeaseKey lease = ReadWire.lease("lease", request.getLease());
      Digest digest = ReadWire.digest("digest", request.getDigest());
      if (!artifacts.readable(lease, digest)) {
        throw FailureMetadata.refusal(
            Status.Code.PERMISSION_DENIED,
            WriteWire.failure(
                Failure.user(
                    "artifact-out-of-reach",
                    "This lease does not reach artifact " + digest.brief())));
      }
      Optional<String> placed = place(request, lease, digest);
      if (placed.isPresent()) {
        out.onNext(FetchArtifactResponse.newBuilder().setPlaced(placed.get()).build());
        out.onCompleted();
        return;
      }
      SendPieces.start(
          open(lease, digest),
          out,
          piece ->
              FetchArtifactResponse.newBuilder()
                  .setPiece(UnsafeByteOperations.unsafeWrap(piece))
                  .build(),
          altered -> computeAgain(lease, digest, altered));
    } catch (RuntimeException reason) {
      out.onError(refusal(reason));
    }
  }

  private Optional<String> place(FetchArtifactRequest request, LeaseKey lease, Digest digest) {
    try {
      return LeaseFolder.place(request, digest, store);
    } catch (ArtifactStoreFailure failed) {
      computeAgain(lease, digest, failed);
      throw failed;
    }
  }

  private InputStream open(LeaseKey lease, Digest digest) {
    try {
      return store.read(digest);
    } catch (ArtifactStoreFailure failed) {
      computeAgain(lease, digest, failed);
      throw failed;
    }
  }

  /// Bytes that are gone or altered are made again by the nodes that made them.
  private void computeAgain(LeaseKey lease, Digest digest, ArtifactStoreFailure failed) {
    switch (failed.failure().code()) {
      case ArtifactStoreFailure.MISSING -> lost.found(lease, digest);
      case ArtifactStoreFailure.ALTERED -> {
        store.setAside(digest);
        lost.found(lease, digest);
      }
      default -> {
        // The disk may come back: the worker tries again.
      }
    }
  }

  StreamObserver<StoreArtifactRequest> store(StreamObserver<StoreArtifactResponse> out) {
    return new ReceivePieces(this, out);
  }

  ArtifactStore store() {
    return store;
  }

  Artifacts artifacts() {
    return artifacts;
  }

  /// Refuses before any byte is taken in.
  void requireOpen(LeaseKey lease) {
    boolean open =
        leases.openLeases(List.of(lease.work())).stream()
            .map(Welcoming::key)
            .anyMatch(key -> KnownLease.same(key, lease));
    if (!open) {
      throw FailureMetadata.refusal(
          Status.Code.PERMISSION_DENIED,
          WriteWire.failure(
              Failure.user("stale-lease", "The lease is over; nothing can be stored under it")));
    }
  }

  static StatusRuntimeException refusal(RuntimeException reason) {
    return switch (reason) {
      case StatusRuntimeException already -> already;
      case MalformedMessage garbage ->
          FailureMetadata.refusal(
              Status.Code.INVALID_ARGUMENT, WriteWire.failure(garbage.failure()));
      case ArtifactStoreFailure failed ->
          FailureMetadata.refusal(code(failed), WriteWire.failure(failed.failure()));
      case StorageUnreachable away ->
          FailureMetadata.refusal(Status.Code.UNAVAILABLE, WriteWire.failure(away.failure()));
      case StorageFailure defect ->
          FailureMetadata.refusal(Status.Code.INTERNAL, WriteWire.failure(defect.failure()));
      default ->
          FailureMetadata.refusal(
              Status.Code.INTERNAL,
              WriteWire.failure(Failure.fatal("server-defect", "The server failed: " + reason)));
    };
  }

  private static Status.Code code(ArtifactStoreFailure failed) {
    return switch (failed.failure().code()) {
      case ArtifactStoreFailure.MISSING -> Status.Code.NOT_FOUND;
      case ArtifactStoreFailure.ALTERED -> Status.Code.DATA_LOSS;
      case ArtifactStoreFailure.GARBLED -> Status.Code.ABORTED;
      default -> Status.Code.UNAVAILABLE;
    };
  }
}
