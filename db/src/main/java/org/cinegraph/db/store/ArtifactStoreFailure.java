package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;

/// The store could not keep or give bytes. [#failure] says which file, and whether somebody has to
/// look at the disk (external) or the sender should send again (transient).
public final class ArtifactStoreFailure extends RuntimeException {
  /// Of a disk that is full, read-only, broken or too slow.
  public static final String UNAVAILABLE = "artifact-store-unavailable";

  /// Of bytes that are not there.
  public static final String MISSING = "artifact-missing";

  /// Of bytes in the store that are not those that their name promises.
  public static final String ALTERED = "artifact-altered";

  /// Of bytes that arrived otherwise than their sender announced.
  public static final String GARBLED = "artifact-garbled";

  private final transient Failure failure;

  private ArtifactStoreFailure(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  static ArtifactStoreFailure unavailable(Path path, IOException cause) {
    ArtifactStoreFailure failure =
        external(
            UNAVAILABLE,
            "The artifact store cannot use %s: %s; %s there; make room or mend the disk, and what waits for it goes on"
                .formatted(path, reason(cause), FreeSpace.at(path)));
    failure.initCause(cause);
    return failure;
  }

  static ArtifactStoreFailure missing(Digest digest, Path path) {
    return external(
        MISSING,
        "Artifact %s is not in the store: there is no file %s".formatted(digest.brief(), path));
  }

  static ArtifactStoreFailure altered(Digest digest, Path path, Digest found) {
    return external(
        ALTERED,
        "Artifact %s was altered on disk: the bytes of %s have the digest %s"
            .formatted(digest.brief(), path, found.brief()));
  }

  /// Of bytes that were collected as garbage between their arrival and their row.
  public static ArtifactStoreFailure collected(Digest digest) {
    return new ArtifactStoreFailure(
        new Failure(
            GARBLED,
            FailureCategory.TRANSIENT,
            "Artifact %s was collected as garbage while it arrived; send it again"
                .formatted(digest.brief())));
  }

  static ArtifactStoreFailure garbledLength(Digest announced, long expected, long found) {
    return garbled(announced, expected + " bytes", found + " bytes");
  }

  static ArtifactStoreFailure garbledDigest(Digest announced, Digest found) {
    return garbled(announced, "the digest " + announced.brief(), found.brief());
  }

  public Failure failure() {
    return failure;
  }

  private static ArtifactStoreFailure garbled(Digest announced, String expected, String found) {
    return new ArtifactStoreFailure(
        new Failure(
            GARBLED,
            FailureCategory.TRANSIENT,
            "Artifact %s did not arrive as announced: expected %s, found %s; send it again"
                .formatted(announced.brief(), expected, found)));
  }

  private static ArtifactStoreFailure external(String code, String message) {
    return new ArtifactStoreFailure(new Failure(code, FailureCategory.EXTERNAL, message));
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case FileSystemException named when named.getReason() != null -> named.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
