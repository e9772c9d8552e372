package org.cinegraph.nodes.video.chunk;

import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.ffmpeg.ClipDecoder;
import org.cinegraph.nodes.video.ffmpeg.MediaException;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Reads a clip that came from outside. Going back decodes it from its start: exact for every
/// coding, where seeking by time is not.
final class ClipReader extends ChunkReader {
  private final Path file;
  private final long frames;
  private ClipDecoder decoder;
  private long position;

  ClipReader(Path file) throws MediaException {
    this.file = file;
    this.frames = ClipDecoder.countFrames(file);
    if (frames == 0) {
      throw new MediaException("No frame in " + file.getFileName());
    }
    this.decoder = ClipDecoder.open(file);
  }

  @Override
  public VideoFormat format() {
    return decoder.format();
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public int chunks() {
    return chunkCount(frames);
  }

  @Override
  public int framesOf(int chunk) {
    long rest = frames - (long) chunk * Chunk.MOST_FRAMES;
    return Math.toIntExact(Math.min(rest, Chunk.MOST_FRAMES));
  }

  @Override
  public Optional<Chunk> stored(int chunk) {
    return Optional.empty();
  }

  @Override
  public void seek(int chunk) throws MediaException, NodeFailure {
    long target = (long) chunk * Chunk.MOST_FRAMES;
    if (target < position) {
      ClipDecoder fresh = ClipDecoder.open(file);
      decoder.close();
      decoder = fresh;
      position = 0;
    }
    position += decoder.skip(target - position);
    if (position < target) {
      throw cutShort();
    }
  }

  @Override
  public Optional<Frame> next() throws NodeFailure, MediaException {
    if (position == frames) {
      return Optional.empty();
    }
    Frame frame = decoder.next().orElseThrow(this::cutShort);
    position++;
    return Optional.of(frame);
  }

  @Override
  public void close() {
    decoder.close();
  }

  private NodeFailure cutShort() {
    return damaged(
        "A clip should hold %d frames, but only %d can be decoded; make it whole or convert it"
            .formatted(frames, position));
  }
}
