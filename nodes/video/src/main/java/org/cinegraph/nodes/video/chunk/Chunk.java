package org.cinegraph.nodes.video.chunk;

import static java.util.Objects.requireNonNull;

import org.cinegraph.graph.value.ArtifactReference;

/// A run of frames that is coded by itself.
///
/// @param part where its bytes are
public record Chunk(ArtifactReference.Part part, int frames) {
  /// Bounds what a node that works on whole chunks holds in memory.
  public static final int MOST_FRAMES = 16;

  static final String MEDIA_TYPE = "video/x-matroska";

  public Chunk {
    requireNonNull(part, "part is null");
    if (frames < 1 || frames > MOST_FRAMES) {
      throw new IllegalArgumentException(
          "A chunk has 1 to " + MOST_FRAMES + " frames, found " + frames);
    }
  }
}
