package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.PutArtifactHeader;
import org.cinegraph.proto.v1.PutArtifactRequest;

/// Sends a file to the artifact store, in pieces, as fast as the server takes them.
final class UploadFile {
  private static final int PIECE = 1 << 18;

  private UploadFile() {}

  static ArtifactReference upload(ControlClient control, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      UploadCall call = new UploadCall();
      control.streaming().putArtifact(call);
      call.send(PutArtifactRequest.newBuilder().setHeader(header(file)).build());
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        call.send(PutArtifactRequest.newBuilder().setPiece(ByteString.copyFrom(piece)).build());
      }
      return call.finish().getReference();
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be read: %s".formatted(file, e.getMessage()));
    } catch (UploadCall.Refused e) {
      throw control.refusal(
          Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e)));
    }
  }

  /// The name of a file's bytes, without sending them.
  static ArtifactReference named(Path file) {
    try {
      PutArtifactHeader header = header(file);
      return ArtifactReference.newBuilder()
          .setDigest(header.getDigest())
          .setMediaType("application/octet-stream")
          .setBytes(header.getBytes())
          .build();
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static PutArtifactHeader header(Path file) throws IOException {
    MessageDigest digest = Digest.sha256();
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        digest.update(piece);
        bytes += piece.length;
      }
    }
    return PutArtifactHeader.newBuilder()
        .setFileName(String.valueOf(file.getFileName()))
        .setDigest(ByteString.copyFrom(digest.digest()))
        .setBytes(bytes)
        .build();
  }
}
