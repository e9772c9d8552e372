package org.cinegraph.nodes.video.chunk;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// A video as far as it has been written: what the state of a step loop carries from chunk to
/// chunk, and what a manifest lists.
public record ChunkList(VideoFormat format, List<Chunk> chunks) {
  public ChunkList {
    requireNonNull(format, "format is null");
    chunks = List.copyOf(chunks);
  }

  public static ChunkList empty(VideoFormat format) {
    return new ChunkList(format, List.of());
  }

  public ChunkList with(Chunk chunk) {
    List<Chunk> more = new ArrayList<>(chunks);
    more.add(chunk);
    return new ChunkList(format, more);
  }

  public long frames() {
    return chunks.stream().mapToLong(Chunk::frames).sum();
  }

  public List<ArtifactReference.Part> parts() {
    return chunks.stream().map(Chunk::part).toList();
  }

  public void save(DataOutput out) throws IOException {
    out.writeInt(format.width());
    out.writeInt(format.height());
    out.writeInt(format.rate().numerator());
    out.writeInt(format.rate().denominator());
    out.writeInt(chunks.size());
    for (Chunk chunk : chunks) {
      out.write(chunk.part().digest().bytes());
      out.writeLong(chunk.part().bytes());
      out.writeByte(chunk.frames());
    }
  }

  public static ChunkList restore(DataInput in) throws IOException {
    VideoFormat format =
        new VideoFormat(in.readInt(), in.readInt(), new FrameRate(in.readInt(), in.readInt()));
    int count = in.readInt();
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] digest = new byte[Digest.BYTES];
      in.readFully(digest);
      ArtifactReference.Part part =
          new ArtifactReference.Part(Digest.ofDigestBytes(digest), in.readLong());
      chunks.add(new Chunk(part, in.readUnsignedByte()));
    }
    return new ChunkList(format, chunks);
  }
}
