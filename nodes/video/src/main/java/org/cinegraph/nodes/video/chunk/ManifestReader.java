package org.cinegraph.nodes.video.chunk;

import java.io.IOException;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.ffmpeg.ClipDecoder;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Reads our own chunks; one of them is open at a time.
final class ManifestReader extends ChunkReader {
  private final NodeContext context;
  private final ChunkList video;
  private Optional<ClipDecoder> open = Optional.empty();
  private int chunk;
  private int frameInChunk;

  ManifestReader(NodeContext context, ChunkList video) {
    this.context = context;
    this.video = video;
  }

  @Override
  public VideoFormat format() {
    return video.format();
  }

  @Override
  public long frames() {
    return video.frames();
  }

  @Override
  public int chunks() {
    return video.chunks().size();
  }

  @Override
  public int framesOf(int chunk) {
    return video.chunks().get(chunk).frames();
  }

  @Override
  public Optional<Chunk> stored(int chunk) {
    return Optional.of(video.chunks().get(chunk));
  }

  @Override
  public void seek(int chunk) {
    close();
    this.chunk = chunk;
    frameInChunk = 0;
  }

  @Override
  public Optional<Frame> next() throws NodeFailure, IOException, InterruptedException {
    if (chunk < chunks() && frameInChunk == framesOf(chunk)) {
      seek(chunk + 1);
    }
    if (chunk == chunks()) {
      return Optional.empty();
    }
    Frame frame = decoder().next().orElseThrow(() -> missing(frameInChunk));
    if (frame.width() != format().width() || frame.height() != format().height()) {
      throw damaged("Chunk %d of a video has frames of another size".formatted(chunk));
    }
    frameInChunk++;
    return Optional.of(frame);
  }

  @Override
  public void close() {
    open.ifPresent(ClipDecoder::close);
    open = Optional.empty();
  }

  private ClipDecoder decoder() throws IOException, InterruptedException {
    ClipDecoder decoder = open.orElse(null);
    if (decoder == null) {
      decoder = ClipDecoder.open(context.fetch(video.chunks().get(chunk).part()));
      open = Optional.of(decoder);
    }
    return decoder;
  }

  private NodeFailure missing(int found) {
    return damaged(
        "Chunk %d of a video should hold %d frames, found %d"
            .formatted(chunk, framesOf(chunk), found));
  }
}
