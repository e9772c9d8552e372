package org.cinegraph.nodes.video.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.ffmpeg.MediaException;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Reads a video frame by frame and holds one frame at a time, whether it is a manifest of chunks
/// or a clip (`video/mp4` and whatever else ffmpeg opens). A clip is divided into chunks of
/// [Chunk#MOST_FRAMES] frames by counting.
///
/// Going forward is cheap; going back opens the chunk, or the clip, anew.
public abstract sealed class ChunkReader implements AutoCloseable
    permits ManifestReader, ClipReader {
  /// @throws NodeFailure the artifact is no video
  public static ChunkReader open(NodeContext context, ArtifactReference video)
      throws NodeFailure, IOException, InterruptedException {
    Path file = context.fetch(video);
    if (!video.mediaType().equals(VideoManifest.MEDIA_TYPE)) {
      return openClip(file, video);
    }
    try {
      return new ManifestReader(context, VideoManifest.read(Files.readAllBytes(file)));
    } catch (IllegalArgumentException e) {
      throw damaged(video.digest().brief() + " is no video manifest: " + e.getMessage());
    }
  }

  public abstract VideoFormat format();

  public abstract long frames();

  public abstract int chunks();

  /// The number of frames of a chunk.
  public abstract int framesOf(int chunk);

  /// A chunk as it is stored, for whoever passes it on without decoding it; empty where the video
  /// is a clip, whose frames are not coded chunk by chunk.
  public abstract Optional<Chunk> stored(int chunk);

  /// Goes to the first frame of a chunk.
  public abstract void seek(int chunk) throws NodeFailure, IOException, InterruptedException;

  /// The next frame.
  ///
  /// @return empty behind the last frame of the video
  /// @throws NodeFailure the bytes do not hold the frames that they promise
  public abstract Optional<Frame> next() throws NodeFailure, IOException, InterruptedException;

  /// A frame by its number; only its chunk is read where the video is stored in chunks.
  ///
  /// @param number 0 to `frames() - 1`
  public final Frame frame(long number) throws NodeFailure, IOException, InterruptedException {
    int chunk = 0;
    long before = 0;
    while (before + framesOf(chunk) <= number) {
      before += framesOf(chunk);
      chunk++;
    }
    seek(chunk);
    Frame frame = next().orElseThrow();
    for (long at = before; at < number; at++) {
      frame = next().orElseThrow();
    }
    return frame;
  }

  @Override
  public abstract void close();

  static NodeFailure damaged(String message) {
    return NodeFailure.user("video-damaged", message);
  }

  static int chunkCount(long frames) {
    return Math.toIntExact(Math.ceilDiv(frames, (long) Chunk.MOST_FRAMES));
  }

  private static ChunkReader openClip(Path file, ArtifactReference video) throws NodeFailure {
    try {
      return new ClipReader(file);
    } catch (MediaException e) {
      throw NodeFailure.user(
          "not-a-clip",
          "A video was expected, found %s (%s): %s"
              .formatted(video.mediaType(), video.digest().brief(), e.getMessage()));
    }
  }
}
