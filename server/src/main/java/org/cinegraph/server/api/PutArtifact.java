package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.store.ArtifactUpload;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.v1.PutArtifactHeader;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// One upload by a client. What was sent of one that breaks off is not kept.
final class PutArtifact implements StreamObserver<PutArtifactRequest> {
  private final UUID tenant;
  private final Artifacts artifacts;
  private final ArtifactStore store;
  private final StreamObserver<PutArtifactResponse> answer;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(MediaTypes.HEAD);
  private Optional<Begun> begun = Optional.empty();

  private record Begun(Digest digest, long bytes, ArtifactUpload upload) {}

  PutArtifact(
      UUID tenant,
      Artifacts artifacts,
      ArtifactStore store,
      StreamObserver<PutArtifactResponse> answer) {
    this.tenant = tenant;
    this.artifacts = artifacts;
    this.store = store;
    this.answer = answer;
  }

  @Override
  public void onNext(PutArtifactRequest request) {
    try {
      switch (request.getMessageCase()) {
        case HEADER -> begin(request.getHeader());
        case PIECE -> take(request.getPiece());
        case MESSAGE_NOT_SET -> throw malformed("every message has a header or a piece");
      }
    } catch (RuntimeException e) {
      drop();
      throw e;
    }
  }

  @Override
  public void onError(Throwable gone) {
    drop();
  }

  @Override
  public void onCompleted() {
    Begun upload = begun.orElseThrow(() -> malformed("the first message is a header"));
    try (ArtifactUpload bytes = upload.upload()) {
      bytes.complete(upload.digest(), upload.bytes());
      ArtifactReference reference =
          new ArtifactReference(
              upload.digest(),
              upload.bytes(),
              MediaTypes.probe(head.toByteArray(), upload.bytes()),
              List.of());
      artifacts.upload(tenant, reference);
      answer.onNext(
          PutArtifactResponse.newBuilder().setReference(WriteWire.reference(reference)).build());
      answer.onCompleted();
    }
  }

  private void begin(PutArtifactHeader header) {
    if (begun.isPresent()) {
      throw malformed("there is one header");
    }
    Digest digest = ReadWire.digest("header.digest", header.getDigest());
    long bytes = ReadWire.notNegative("header.bytes", header.getBytes());
    begun = Optional.of(new Begun(digest, bytes, store.upload()));
  }

  private void take(ByteString piece) {
    Begun upload = begun.orElseThrow(() -> malformed("the first message is a header"));
    if (upload.upload().bytes() + piece.size() > upload.bytes()) {
      throw RefusedCall.invalid(
          "artifact-too-long",
          "The upload is longer than the %d bytes that its header announced"
              .formatted(upload.bytes()));
    }
    int missing = Math.min(piece.size(), MediaTypes.HEAD - head.size());
    head.writeBytes(piece.substring(0, missing).toByteArray());
    upload.upload().write(piece.asReadOnlyByteBuffer());
  }

  private void drop() {
    begun.ifPresent(upload -> upload.upload().close());
  }

  private static RefusedCall malformed(String rule) {
    return RefusedCall.invalid("malformed-upload", "In an upload " + rule);
  }
}
