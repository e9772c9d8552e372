package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.GetArtifactResponse;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;
import org.cinegraph.scheduler.wire.ReadWire;

/// Artifacts: files that clients bring, and results that they take away.
final class ArtifactCalls {
  private static final int PIECE = 1 << 18;

  private final Artifacts artifacts;
  private final ArtifactStore store;

  ArtifactCalls(Artifacts artifacts, ArtifactStore store) {
    this.artifacts = artifacts;
    this.store = store;
  }

  StreamObserver<PutArtifactRequest> put(UUID tenant, StreamObserver<PutArtifactResponse> answer) {
    return new PutArtifact(tenant, artifacts, store, answer);
  }

  void get(UUID tenant, ByteString named, StreamObserver<GetArtifactResponse> answer) {
    Digest digest = ReadWire.digest("digest", named);
    if (artifacts.find(tenant, digest).isEmpty()) {
      throw RefusedCall.notFound("artifact-unknown", "There is no artifact " + digest);
    }
    Outflow.serve(answer, out -> send(digest, out));
  }

  private void send(Digest digest, Outflow<GetArtifactResponse> out) {
    try (InputStream in = store.read(digest)) {
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        out.send(
            GetArtifactResponse.newBuilder()
                .setPiece(UnsafeByteOperations.unsafeWrap(piece))
                .build());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
