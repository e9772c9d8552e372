package org.cinegraph.scheduler.connection;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.store.ArtifactUpload;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.StoreArtifactHeader;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.scheduler.wire.MalformedMessage;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// One artifact on its way in: header, pieces, and the answer once the bytes are whole on disk and
/// registered for the lease.
final class ReceivePieces implements StreamObserver<StoreArtifactRequest> {
  private final ArtifactCalls calls;
  private final StreamObserver<StoreArtifactResponse> out;
  private Optional<Announced> announced = Optional.empty();
  private boolean refused;

  private record Announced(LeaseKey lease, ArtifactReference reference, ArtifactUpload upload) {}

  ReceivePieces(ArtifactCalls calls, StreamObserver<StoreArtifactResponse> out) {
    this.calls = calls;
    this.out = out;
  }

  @Override
  public void onNext(StoreArtifactRequest message) {
    if (refused) {
      return;
    }
    try {
      switch (message.getMessageCase()) {
        case HEADER -> begin(message.getHeader());
        case PIECE -> take(message);
        case MESSAGE_NOT_SET ->
            throw new MalformedMessage("message", "a header or a piece", "neither");
      }
    } catch (RuntimeException reason) {
      refuse(reason);
    }
  }

  @Override
  public void onError(Throwable broken) {
    announced.ifPresent(artifact -> artifact.upload().close());
  }

  @Override
  public void onCompleted() {
    if (refused) {
      return;
    }
    try {
      Announced artifact =
          announced.orElseThrow(
              () -> new MalformedMessage("message", "a header, then pieces", "nothing"));
      artifact.upload().complete(artifact.reference().digest(), artifact.reference().bytes());
      CrashPoint.ARTIFACT_FILED.reached();
      register(artifact);
      artifact.upload().close();
      out.onNext(
          StoreArtifactResponse.newBuilder()
              .setReference(WriteWire.reference(artifact.reference()))
              .build());
      out.onCompleted();
    } catch (RuntimeException reason) {
      refuse(reason);
    }
  }

  private void begin(StoreArtifactHeader header) {
    if (announced.isPresent()) {
      throw new MalformedMessage("header", "once, at the start", "a second one");
    }
    LeaseKey lease = ReadWire.lease("header.lease", header.getLease());
    ArtifactReference reference =
        new ArtifactReference(
            ReadWire.digest("header.digest", header.getDigest()),
            ReadWire.notNegative("header.bytes", header.getBytes()),
            ReadWire.name("header.media_type", header.getMediaType()),
            ReadWire.parts("header.parts", header.getPartsList()));
    calls.requireOpen(lease);
    announced = Optional.of(new Announced(lease, reference, calls.store().upload()));
  }

  private void take(StoreArtifactRequest message) {
    Announced artifact =
        announced.orElseThrow(() -> new MalformedMessage("message", "a header first", "a piece"));
    message.getPiece().asReadOnlyByteBufferList().forEach(piece -> artifact.upload().write(piece));
    if (artifact.upload().bytes() > artifact.reference().bytes()) {
      throw new MalformedMessage(
          "piece", artifact.reference().bytes() + " bytes in all, as announced", "more than that");
    }
  }

  private void register(Announced artifact) {
    Optional<Failure> failure = calls.artifacts().register(artifact.lease(), artifact.reference());
    if (failure.isPresent()) {
      boolean over = failure.get().code().equals("stale-lease");
      throw FailureMetadata.refusal(
          over ? Status.Code.PERMISSION_DENIED : Status.Code.INVALID_ARGUMENT,
          WriteWire.failure(failure.get()));
    }
  }

  private void refuse(RuntimeException reason) {
    refused = true;
    announced.ifPresent(artifact -> artifact.upload().close());
    out.onError(ArtifactCalls.refusal(reason));
  }
}
