package org.cinegraph.nodes.video.chunk;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// A loop that turns a video into another of as many frames, a chunk a step: checkpoint, progress
/// and bounded memory for every node that works frame by frame.
public final class MapFrames implements StepLoop<ChunkList> {
  private final NodeContext context;
  private final ChunkReader source;
  private final VideoFormat target;
  private final FrameMapping mapping;

  private MapFrames(
      NodeContext context, ChunkReader source, VideoFormat target, FrameMapping mapping) {
    this.context = context;
    this.source = source;
    this.target = target;
    this.mapping = mapping;
  }

  /// Maps all frames.
  ///
  /// @param target what the mapping makes
  /// @return the new video artifact
  public static ArtifactReference run(
      NodeContext context, ChunkReader source, VideoFormat target, FrameMapping mapping)
      throws NodeFailure, IOException, InterruptedException {
    ChunkList written = context.loop(new MapFrames(context, source, target, mapping));
    try (ChunkWriter writer = new ChunkWriter(context, written)) {
      return writer.finish();
    }
  }

  @Override
  public int steps() {
    return source.chunks();
  }

  @Override
  public ChunkList start() {
    return ChunkList.empty(target);
  }

  @Override
  public ChunkList step(int step, ChunkList written)
      throws NodeFailure, IOException, InterruptedException {
    source.seek(step);
    try (ChunkWriter writer = new ChunkWriter(context, written)) {
      for (int i = 0; i < source.framesOf(step); i++) {
        Frame frame = source.next().orElseThrow();
        writer.append(mapping.map(frame));
      }
      writer.closeChunk();
      return writer.written();
    }
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
    return written.parts();
  }
}
