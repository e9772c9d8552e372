package org.cinegraph.nodes.video.join;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// One of the videos that are joined, as far as it must be known before any of them is read.
record JoinedVideo(ArtifactReference reference, VideoFormat format, int chunks) {

  /// Looks at all videos, so that a wrong one is named before work is done on the others.
  ///
  /// @throws NodeFailure one is no video, is unlike the first or no longer than the overlap
  static List<JoinedVideo> survey(
      NodeContext context, List<ArtifactReference> references, int overlap)
      throws NodeFailure, IOException, InterruptedException {
    if (references.isEmpty()) {
      throw NodeFailure.user(
          "nothing-to-join", "Input videos of concat-videos is an empty list, expected a video.");
    }
    List<JoinedVideo> videos = new ArrayList<>();
    for (ArtifactReference reference : references) {
      int item = videos.size();
      try (ChunkReader reader = open(context, reference, item)) {
        JoinedVideo video = new JoinedVideo(reference, reader.format(), reader.chunks());
        videos.add(video);
        video.requireLike(videos.getFirst(), item);
        requireLonger(reader.frames(), overlap, item);
      }
    }
    return videos;
  }

  /// Opens the video of an item; a failure names it.
  static ChunkReader open(NodeContext context, ArtifactReference reference, int item)
      throws NodeFailure, IOException, InterruptedException {
    try {
      return ChunkReader.open(context, reference);
    } catch (NodeFailure e) {
      Failure failure = e.failure();
      throw new NodeFailure(
          new Failure(
              failure.code(),
              failure.category(),
              "Item %d of input videos: %s".formatted(item, failure.message())),
          e);
    }
  }

  private void requireLike(JoinedVideo first, int item) throws NodeFailure {
    if (!format.equals(first.format)) {
      throw NodeFailure.user(
          "videos-differ",
          "Item %d of input videos is %s, expected %s like item 0. Bring all to one size and rate first."
              .formatted(item, written(format), written(first.format)));
    }
  }

  private static void requireLonger(long frames, int overlap, int item) throws NodeFailure {
    if (item > 0 && frames <= overlap) {
      throw NodeFailure.user(
          "overlap-too-long",
          "Parameter overlap leaves nothing of item %d of input videos: expected fewer than its %d frames, found %d."
              .formatted(item, frames, overlap));
    }
  }

  private static String written(VideoFormat format) {
    return "%d×%d at %s frames a second"
        .formatted(format.width(), format.height(), format.rate().written());
  }
}
