package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.cinegraph.graph.digest.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bytes on their way into the store, piece by piece, under a temporary name. They are visible only
/// once [#complete] returned; closed without it, nothing is left of them.
///
/// For one thread at a time.
public final class ArtifactUpload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactUpload.class);

  private final ArtifactStore store;
  private final Path temporary;
  private final StoreDisk disk;
  private final StoreDisk.OpenFile file;
  private final MessageDigest digest = Digest.sha256();
  private long bytes;
  private boolean closed;

  private ArtifactUpload(
      ArtifactStore store, Path temporary, StoreDisk disk, StoreDisk.OpenFile file) {
    this.store = store;
    this.temporary = temporary;
    this.disk = disk;
    this.file = file;
  }

  static ArtifactUpload begin(ArtifactStore store, Path temporary, StoreDisk disk) {
    try {
      return new ArtifactUpload(store, temporary, disk, disk.create(temporary));
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(temporary, e);
    }
  }

  /// Appends what remains of the buffer.
  public void write(ByteBuffer piece) {
    digest.update(piece.duplicate());
    bytes += piece.remaining();
    try {
      file.write(piece);
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(temporary, e);
    }
  }

  public long bytes() {
    return bytes;
  }

  /// Makes the bytes visible under their digest, safe from a crash, if they are as announced. Bytes
  /// that were there before are replaced, so that a put also mends a damaged file.
  public void complete(Digest announced, long announcedBytes) {
    if (bytes != announcedBytes) {
      throw ArtifactStoreFailure.garbledLength(announced, announcedBytes, bytes);
    }
    Digest found = Digest.ofDigestBytes(digest.digest());
    if (!found.equals(announced)) {
      throw ArtifactStoreFailure.garbledDigest(announced, found);
    }
    Path home = store.place(found);
    try {
      file.force();
      file.close();
      disk.makeFolder(folder(home));
      disk.move(temporary, home);
      // A rename lasts only once its folder is on disk.
      disk.forceFolder(folder(home));
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(home, e);
    }
  }

  /// Never fails, since the reason that it is closed for has to reach the sender: what cannot be
  /// deleted now is collected later.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("upload=unclosed file={} why=\"{}\"", temporary, e.getMessage());
    }
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      LOG.warn("upload=left file={} why=\"{}\"", temporary, e.getMessage());
    }
  }

  private static Path folder(Path home) {
    Path folder = home.getParent();
    if (folder == null) {
      throw new IllegalStateException("No folder holds " + home);
    }
    return folder;
  }
}
