package org.cinegraph.scheduler.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.FetchArtifactRequest;

/// A folder that a worker says is its lease's own. That the lease's secret lies in it shows that
/// the worker can write there and that it is on this machine.
final class LeaseFolder {
  private static final String PROOF = "secret";
  private static final int LONGEST_SECRET = 1_024;

  private LeaseFolder() {}

  /// Places the artifact in the folder of the request.
  ///
  /// @return the file's name; empty where the bytes have to be sent
  static Optional<String> place(FetchArtifactRequest request, Digest digest, ArtifactStore store) {
    if (request.getFolder().isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(request.getFolder());
      boolean own =
          folder.isAbsolute()
              && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
              && holdsSecret(folder, request.getLease().getSecret().toByteArray());
      return own && store.link(digest, folder.resolve(digest.hex()))
          ? Optional.of(digest.hex())
          : Optional.empty();
    } catch (InvalidPathException | IOException _) {
      return Optional.empty();
    }
  }

  private static boolean holdsSecret(Path folder, byte[] secret) throws IOException {
    Path proof = folder.resolve(PROOF);
    return Files.isRegularFile(proof, LinkOption.NOFOLLOW_LINKS)
        && Files.size(proof) <= LONGEST_SECRET
        && MessageDigest.isEqual(Files.readAllBytes(proof), secret);
  }
}
