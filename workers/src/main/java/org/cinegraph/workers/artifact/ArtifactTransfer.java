package org.cinegraph.workers.artifact;

import java.io.IOException;
import java.nio.file.Path;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.v1.LeaseName;

/// Moves bytes between this worker and the store, under the secret of a lease. Both calls wait and
/// try again while the control plane is away; an interrupt ends them.
public interface ArtifactTransfer {
  /// Writes the bytes to a new file. Their digest is for the caller to check.
  ///
  /// @throws MissingArtifactException the store does not have them
  /// @throws StoreUnavailableException the store's disk cannot give them now
  /// @throws LeaseOverException the lease may not read them any more
  void fetch(LeaseName lease, Digest digest, Path target) throws IOException, InterruptedException;

  /// Hands the bytes of a file to the store. Storing the same bytes twice is no mistake.
  ///
  /// @throws LeaseOverException the lease may not store any more
  /// @throws StoreUnavailableException the store's disk cannot take them now
  void store(LeaseName lease, Path file, ArtifactReference reference)
      throws IOException, InterruptedException;

  /// The store does not have what the lease names.
  final class MissingArtifactException extends IOException {
    public MissingArtifactException(Digest digest) {
      super("The artifact " + digest + " is missing in the store, or altered there.");
    }
  }

  /// The store's disk is full, read-only, broken or too slow; the control plane says so.
  final class StoreUnavailableException extends IOException {
    private final transient Failure failure;

    public StoreUnavailableException(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }
  }

  /// The lease is somebody else's by now.
  final class LeaseOverException extends IOException {
    public LeaseOverException(String message) {
      super(message);
    }
  }
}
