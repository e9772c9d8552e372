package org.cinegraph.workers.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.cinegraph.graph.digest.Digest;

/// The digest of a file of any size, in constant memory.
public final class FileDigest {
  private static final int BUFFER_BYTES = 256 * 1024;

  private FileDigest() {}

  public static Digest of(Path file) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return Digest.ofDigestBytes(digest.digest());
  }
}
