package org.cinegraph.nodes.video.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.video.ffmpeg.LosslessEncoder;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Writes a video artifact frame by frame and holds one frame at a time. A chunk is stored as soon
/// as it has [Chunk#MOST_FRAMES] frames.
///
/// A step loop keeps [#written()] as its state: a writer that is made from it goes on where that
/// one stood, and the video has the same bytes as if it had been written in one go.
public final class ChunkWriter implements AutoCloseable {
  private final NodeContext context;
  private ChunkList written;
  private Optional<OpenChunk> open = Optional.empty();

  private record OpenChunk(Path file, LosslessEncoder encoder) {}

  /// @param written what has been written already
  public ChunkWriter(NodeContext context, ChunkList written) {
    this.context = context;
    this.written = written;
  }

  public ChunkWriter(NodeContext context, VideoFormat format) {
    this(context, ChunkList.empty(format));
  }

  /// The chunks that are stored. Frames of a chunk that is still open are not among them.
  public ChunkList written() {
    return written;
  }

  public void append(Frame frame) throws IOException, InterruptedException {
    OpenChunk chunk = open.orElse(null);
    if (chunk == null) {
      Path file = Files.createTempFile(context.temporaryFolder(), "chunk", ".mkv");
      chunk = new OpenChunk(file, LosslessEncoder.create(file, written.format()));
      open = Optional.of(chunk);
    }
    chunk.encoder().append(frame);
    if (chunk.encoder().frames() == Chunk.MOST_FRAMES) {
      closeChunk();
    }
  }

  /// Stores the frames that wait for their chunk to fill, as a shorter chunk.
  public void closeChunk() throws IOException, InterruptedException {
    OpenChunk chunk = open.orElse(null);
    if (chunk == null) {
      return;
    }
    chunk.encoder().finish();
    int frames = chunk.encoder().frames();
    close();
    ArtifactReference stored = context.store(chunk.file(), Chunk.MEDIA_TYPE);
    Files.delete(chunk.file());
    ArtifactReference.Part part = new ArtifactReference.Part(stored.digest(), stored.bytes());
    written = written.with(new Chunk(part, frames));
  }

  /// Stores the manifest.
  ///
  /// @return the video artifact, for an output port
  public ArtifactReference finish() throws IOException, InterruptedException {
    closeChunk();
    if (written.chunks().isEmpty()) {
      throw new IllegalStateException("A video without frames cannot be stored");
    }
    Path manifest = Files.createTempFile(context.temporaryFolder(), "video", ".json");
    Files.write(manifest, VideoManifest.write(written));
    List<ArtifactReference.Part> parts = written.parts().stream().distinct().toList();
    ArtifactReference stored = context.store(manifest, VideoManifest.MEDIA_TYPE, parts);
    Files.delete(manifest);
    return stored;
  }

  @Override
  public void close() {
    open.ifPresent(chunk -> chunk.encoder().close());
    open = Optional.empty();
  }
}
