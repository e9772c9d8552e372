package org.cinegraph.workers.artifact;

import java.io.IOException;
import org.cinegraph.graph.digest.Digest;

/// The bytes that came are not those that were named.
public final class AlteredArtifactException extends IOException {
  AlteredArtifactException(Digest expected, Digest found) {
    super(
        "The artifact %s was altered: the bytes that came have the digest %s."
            .formatted(expected, found));
  }
}
