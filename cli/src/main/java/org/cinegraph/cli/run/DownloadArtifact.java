package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Iterator;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.GetArtifactRequest;
import org.cinegraph.proto.v1.GetArtifactResponse;

/// Brings the bytes of an artifact into a file and compares them with their name.
final class DownloadArtifact {
  private DownloadArtifact() {}

  static void to(ControlClient control, ByteString digest, Path file) throws IOException {
    MessageDigest found = Digest.sha256();
    GetArtifactRequest request = GetArtifactRequest.newBuilder().setDigest(digest).build();
    try (OutputStream out = Files.newOutputStream(file)) {
      Iterator<GetArtifactResponse> pieces = control.blocking().getArtifact(request);
      while (pieces.hasNext()) {
        ByteString piece = pieces.next().getPiece();
        found.update(piece.asReadOnlyByteBuffer());
        piece.writeTo(out);
      }
    } catch (StatusRuntimeException e) {
      throw control.refusal(e);
    }
    if (!ByteString.copyFrom(found.digest()).equals(digest)) {
      throw new Refusal(
          ExitCode.FAILED,
          "Artifact %s did not arrive whole from %s; run the same graph again: it is all memo hits"
              .formatted(Digest.ofDigestBytes(digest.toByteArray()).brief(), control.address()));
    }
  }
}
