package org.cinegraph.nodes.video.mux;

import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.video.chunk.Chunk;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.ffmpeg.CodedGroup;
import org.cinegraph.nodes.video.ffmpeg.GroupEncoder;

/// Codes a chunk a step. The state is the list of the groups of pictures that are stored.
record CodeChunks(NodeContext context, ChunkReader video, int quantizer)
    implements StepLoop<List<ArtifactReference.Part>> {
  private static final String MEDIA_TYPE = "application/vnd.cinegraph.h264-group";

  @Override
  public int steps() {
    return video.chunks();
  }

  @Override
  public List<ArtifactReference.Part> start() {
    return List.of();
  }

  @Override
  public List<ArtifactReference.Part> step(int step, List<ArtifactReference.Part> groups)
      throws NodeFailure, IOException, InterruptedException {
    video.seek(step);
    Path file = Files.createTempFile(context.temporaryFolder(), "group", ".h264");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      code(step).write(out);
    }
    ArtifactReference stored = context.store(file, MEDIA_TYPE);
    Files.delete(file);
    List<ArtifactReference.Part> more = new ArrayList<>(groups);
    more.add(new ArtifactReference.Part(stored.digest(), stored.bytes()));
    return List.copyOf(more);
  }

  @Override
  public void save(List<ArtifactReference.Part> groups, DataOutput out) throws IOException {
    out.writeInt(groups.size());
    for (ArtifactReference.Part group : groups) {
      out.write(group.digest().bytes());
      out.writeLong(group.bytes());
    }
  }

  @Override
  public List<ArtifactReference.Part> restore(DataInput in) throws IOException {
    int count = in.readInt();
    List<ArtifactReference.Part> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] digest = new byte[Digest.BYTES];
      in.readFully(digest);
      groups.add(new ArtifactReference.Part(Digest.ofDigestBytes(digest), in.readLong()));
    }
    return List.copyOf(groups);
  }

  @Override
  public List<ArtifactReference.Part> artifacts(List<ArtifactReference.Part> groups) {
    return groups;
  }

  private CodedGroup code(int chunk) throws NodeFailure, IOException, InterruptedException {
    try (GroupEncoder encoder = GroupEncoder.open(video.format(), quantizer, Chunk.MOST_FRAMES)) {
      for (int i = 0; i < video.framesOf(chunk); i++) {
        encoder.append(video.next().orElseThrow());
      }
      return encoder.finish();
    }
  }
}
