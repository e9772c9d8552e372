package org.cinegraph.db.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.cinegraph.graph.digest.Digest;

/// Compares bytes with their name while they are read. The end is not reported before they agree.
final class CheckedStream extends FilterInputStream {
  private final Digest expected;
  private final Path place;
  private final MessageDigest seen = Digest.sha256();
  private boolean atEnd;

  CheckedStream(InputStream bytes, Digest expected, Path place) {
    super(bytes);
    this.expected = expected;
    this.place = place;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// @throws ArtifactStoreFailure the disk gives nothing, or at the end of bytes that are not those
  ///   of the name
  @Override
  public int read(byte[] buffer, int offset, int length) {
    int read = readDisk(buffer, offset, length);
    if (read >= 0) {
      seen.update(buffer, offset, read);
      return read;
    }
    // The end may be asked for again, and a digest can be taken once.
    if (atEnd) {
      return -1;
    }
    Digest found = Digest.ofDigestBytes(seen.digest());
    if (!found.equals(expected)) {
      throw ArtifactStoreFailure.altered(expected, place, found);
    }
    atEnd = true;
    return -1;
  }

  private int readDisk(byte[] buffer, int offset, int length) {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(place, e);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
