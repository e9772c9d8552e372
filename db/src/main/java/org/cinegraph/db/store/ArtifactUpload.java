package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.cinegraph.graph.digest.Digest;

/// Bytes on their way into the store, piece by piece, under a temporary name. They are visible only
/// once [#complete] returned; closed without it, nothing is left of them.
///
/// For one thread at a time.
public final class ArtifactUpload implements AutoCloseable {
  private final ArtifactStore store;
  private final Path temporary;
  private final FileChannel channel;
  private final MessageDigest digest = Digest.sha256();
  private long bytes;

  private ArtifactUpload(ArtifactStore store, Path temporary, FileChannel channel) {
    this.store = store;
    this.temporary = temporary;
    this.channel = channel;
  }

  static ArtifactUpload begin(ArtifactStore store, Path temporary) {
    try {
      FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new ArtifactUpload(store, temporary, channel);
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(temporary, e);
    }
  }

  /// Appends what remains of the buffer.
  public void write(ByteBuffer piece) {
    digest.update(piece.duplicate());
    bytes += piece.remaining();
    try {
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
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
      channel.force(true);
      channel.close();
      Files.createDirectories(folder(home));
      Files.move(
          temporary, home, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(folder(home));
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(home, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(temporary, e);
    }
  }

  private static Path folder(Path home) {
    Path folder = home.getParent();
    if (folder == null) {
      throw new IllegalStateException("No folder holds " + home);
    }
    return folder;
  }

  /// A rename lasts only once its folder is on disk.
  private static void force(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
