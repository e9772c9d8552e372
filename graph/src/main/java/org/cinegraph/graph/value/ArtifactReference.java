package org.cinegraph.graph.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.cinegraph.graph.digest.Digest;

/// Names bytes in the artifact store. What travels between nodes is this, never the bytes.
///
/// @param mediaType for example `video/mp4`; see docs/artifacts.md for the project's own
/// @param parts what these bytes refer to in turn (a video manifest's chunks), in order; whoever
///   may read the artifact may read its parts
public record ArtifactReference(Digest digest, long bytes, String mediaType, List<Part> parts) {
  public ArtifactReference {
    requireNonNull(digest, "digest is null");
    requireNonNull(mediaType, "mediaType is null");
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is negative: " + bytes);
    }
    parts = List.copyOf(parts);
  }

  /// A part of another artifact. Parts have no parts of their own.
  public record Part(Digest digest, long bytes) {
    public Part {
      requireNonNull(digest, "digest is null");
    }
  }
}
