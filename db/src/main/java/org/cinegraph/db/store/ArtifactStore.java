package org.cinegraph.db.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;

/// Bytes named by their SHA-256, in a directory. A file is there whole or not at all, also after a
/// crash. Safe for any number of threads and processes on the same directory.
///
/// Truth about bytes lives here; who knows of them and why they are kept lives in the artifact
/// tables.
public final class ArtifactStore {
  private final Path files;
  private final Path incoming;
  private final StoreDisk disk;

  private ArtifactStore(Path files, Path incoming, StoreDisk disk) {
    this.files = files;
    this.incoming = incoming;
    this.disk = disk;
  }

  /// Uses the directory, making it where it is missing.
  public static ArtifactStore open(Path root) {
    return open(root, StoreDisk.local());
  }

  /// As [#open(Path)], with another disk to write to.
  public static ArtifactStore open(Path root, StoreDisk disk) {
    Path files = root.resolve("sha256");
    Path incoming = root.resolve("incoming");
    try {
      Files.createDirectories(root);
      disk.makeFolder(files);
      disk.makeFolder(incoming);
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(root, e);
    }
    return new ArtifactStore(files, incoming, disk);
  }

  /// Begins to take bytes in. The caller closes the upload, completed or not.
  public ArtifactUpload upload() {
    return ArtifactUpload.begin(this, incoming.resolve(UUID.randomUUID().toString()), disk);
  }

  /// Takes in bytes that are at hand.
  public Digest put(byte[] content) {
    Digest digest = Digest.of(content);
    try (ArtifactUpload upload = upload()) {
      upload.write(ByteBuffer.wrap(content));
      upload.complete(digest, content.length);
    }
    return digest;
  }

  public boolean contains(Digest digest) {
    return Files.isRegularFile(place(digest));
  }

  /// Whether it has the bytes of an artifact and of all its parts.
  public boolean isWhole(ArtifactReference reference) {
    return contains(reference.digest())
        && reference.parts().stream().allMatch(part -> contains(part.digest()));
  }

  /// How many bytes an artifact has.
  public long bytes(Digest digest) {
    Path place = place(digest);
    try {
      return Files.size(place);
    } catch (IOException e) {
      throw notReadable(digest, place, e);
    }
  }

  /// Opens an artifact. The end of the stream is reached only if the bytes are those of the name.
  ///
  /// @throws ArtifactStoreFailure it is missing; from the stream: it is altered
  public InputStream read(Digest digest) {
    Path place = place(digest);
    try {
      return new CheckedStream(Files.newInputStream(place), digest, place);
    } catch (IOException e) {
      throw notReadable(digest, place, e);
    }
  }

  /// Gives a reader on this machine the bytes without copying them, as a read-only file.
  ///
  /// @return whether it is there; not so on another file system
  /// @throws ArtifactStoreFailure the artifact is missing or altered
  public boolean link(Digest digest, Path target) {
    verify(digest);
    Path place = place(digest);
    try {
      place.toFile().setReadOnly();
      Files.createLink(target, place);
      return true;
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// Reads an artifact through and compares it with its name.
  ///
  /// @throws ArtifactStoreFailure it is missing or altered
  public void verify(Digest digest) {
    try (InputStream in = read(digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(place(digest), e);
    }
  }

  /// Takes bytes that are not those of their name out of the way, so that the right ones can be
  /// put. What a person may want to look at stays beside, under another name.
  public void setAside(Digest digest) {
    Path place = place(digest);
    try {
      Files.move(
          place,
          place.resolveSibling(digest.hex() + ".altered"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException _) {
      // Somebody was faster.
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(place, e);
    }
  }

  /// For whoever tidies the directory.
  public StoreFiles files() {
    return new StoreFiles(files, incoming, disk);
  }

  /// Where the bytes of a digest belong, whether they are there or not.
  public Path place(Digest digest) {
    return files.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  private static ArtifactStoreFailure notReadable(Digest digest, Path place, IOException cause) {
    return cause instanceof NoSuchFileException
        ? ArtifactStoreFailure.missing(digest, place)
        : ArtifactStoreFailure.unavailable(place, cause);
  }
}
