package org.cinegraph.nodes.diffusion.wanvae;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.video.chunk.Chunk;
import org.cinegraph.nodes.video.chunk.ChunkList;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;

/// The frames of a video that is made a few at a time: whole chunks are stored, the rest waits, so
/// that chunks do not become short because steps are.
///
/// @param waiting fewer than a chunk holds
record FrameQueue(ChunkList written, List<Frame> waiting) {
  FrameQueue {
    waiting = List.copyOf(waiting);
  }

  FrameQueue with(NodeContext context, List<Frame> frames)
      throws IOException, InterruptedException {
    List<Frame> more = new ArrayList<>(waiting);
    more.addAll(frames);
    int whole = more.size() / Chunk.MOST_FRAMES * Chunk.MOST_FRAMES;
    if (whole == 0) {
      return new FrameQueue(written, more);
    }
    try (ChunkWriter writer = new ChunkWriter(context, written)) {
      for (Frame frame : more.subList(0, whole)) {
        writer.append(frame);
      }
      return new FrameQueue(writer.written(), more.subList(whole, more.size()));
    }
  }

  /// The video artifact, when there are no more.
  ArtifactReference finish(NodeContext context) throws IOException, InterruptedException {
    try (ChunkWriter writer = new ChunkWriter(context, written)) {
      for (Frame frame : waiting) {
        writer.append(frame);
      }
      return writer.finish();
    }
  }

  void save(DataOutput out) throws IOException {
    written.save(out);
    out.writeByte(waiting.size());
    for (Frame frame : waiting) {
      out.write(frame.rgb());
    }
  }

  static FrameQueue restore(DataInput in) throws IOException {
    ChunkList written = ChunkList.restore(in);
    int count = in.readUnsignedByte();
    List<Frame> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Frame frame = Frame.blank(written.format().width(), written.format().height());
      in.readFully(frame.rgb());
      waiting.add(frame);
    }
    return new FrameQueue(written, waiting);
  }
}
