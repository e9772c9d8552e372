package org.cinegraph.nodes.video.join;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.video.chunk.Chunk;
import org.cinegraph.nodes.video.chunk.ChunkList;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;

/// Appends a chunk a step. One video is open at a time; a stored chunk that stays whole is referred
/// to and not read.
final class JoinChunks implements StepLoop<ChunkList>, AutoCloseable {
  private final NodeContext context;
  private final List<JoinedVideo> videos;
  private final int overlap;
  private Optional<ChunkReader> open = Optional.empty();
  private int openItem = -1;

  JoinChunks(NodeContext context, List<JoinedVideo> videos, int overlap) {
    this.context = context;
    this.videos = videos;
    this.overlap = overlap;
  }

  @Override
  public int steps() {
    return videos.stream().mapToInt(JoinedVideo::chunks).sum();
  }

  @Override
  public ChunkList start() {
    return ChunkList.empty(videos.getFirst().format());
  }

  @Override
  public ChunkList step(int step, ChunkList written)
      throws NodeFailure, IOException, InterruptedException {
    int item = 0;
    int chunk = step;
    while (chunk >= videos.get(item).chunks()) {
      chunk -= videos.get(item).chunks();
      item++;
    }
    ChunkReader video = reader(item);
    int omitted = item == 0 ? 0 : omitted(video, chunk);
    Optional<Chunk> stored = video.stored(chunk);
    if (omitted == video.framesOf(chunk)) {
      return written;
    }
    if (omitted == 0 && stored.isPresent()) {
      return written.with(stored.get());
    }
    return coded(video, chunk, omitted, written);
  }

  /// How many frames at the beginning of a chunk lie in the overlap.
  private int omitted(ChunkReader video, int chunk) {
    long before = 0;
    for (int i = 0; i < chunk && before < overlap; i++) {
      before += video.framesOf(i);
    }
    return (int) Math.clamp(overlap - before, 0, video.framesOf(chunk));
  }

  private ChunkList coded(ChunkReader video, int chunk, int omitted, ChunkList written)
      throws NodeFailure, IOException, InterruptedException {
    video.seek(chunk);
    try (ChunkWriter writer = new ChunkWriter(context, written)) {
      for (int i = 0; i < video.framesOf(chunk); i++) {
        Frame frame = video.next().orElseThrow();
        if (i >= omitted) {
          writer.append(frame);
        }
      }
      writer.closeChunk();
      return writer.written();
    }
  }

  private ChunkReader reader(int item) throws NodeFailure, IOException, InterruptedException {
    ChunkReader current = open.orElse(null);
    if (current == null || openItem != item) {
      close();
      current = JoinedVideo.open(context, videos.get(item).reference(), item);
      open = Optional.of(current);
      openItem = item;
    }
    return current;
  }

  @Override
  public void save(ChunkList written, DataOutput out) throws IOException {
    written.save(out);
  }

  @Override
  public ChunkList restore(DataInput in) throws IOException {
    return ChunkList.restore(in);
  }

  @Override
  public List<ArtifactReference.Part> artifacts(ChunkList written) {
    return written.parts().stream().distinct().toList();
  }

  @Override
  public void close() {
    open.ifPresent(ChunkReader::close);
    open = Optional.empty();
  }
}
