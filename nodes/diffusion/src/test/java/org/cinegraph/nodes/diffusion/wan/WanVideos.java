package org.cinegraph.nodes.diffusion.wan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Videos that tests give to nodes, and what came out of them.
final class WanVideos {
  private WanVideos() {}

  /// @param levels [frames, height, width, 3], 0 to 255
  static ArtifactReference written(FolderContext context, FloatTensor levels) throws Exception {
    List<Long> sizes = levels.shape().sizes();
    int height = Math.toIntExact(sizes.get(1));
    int width = Math.toIntExact(sizes.get(2));
    int length = Frame.CHANNELS * height * width;
    VideoFormat format = new VideoFormat(width, height, FrameRate.of(16));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int i = 0; i < sizes.getFirst(); i++) {
        byte[] rgb = new byte[length];
        for (int j = 0; j < length; j++) {
          rgb[j] = (byte) levels.values()[i * length + j];
        }
        writer.append(new Frame(width, height, rgb));
      }
      return writer.finish();
    }
  }

  static List<Frame> frames(FolderContext context, ArtifactReference video) throws Exception {
    List<Frame> frames = new ArrayList<>();
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      Optional<Frame> next = reader.next();
      while (next.isPresent()) {
        frames.add(next.get());
        next = reader.next();
      }
    }
    return frames;
  }

  static SequencedMap<String, Object> of(Object... given) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "tiny-wan");
    for (int i = 0; i < given.length; i += 2) {
      with.put((String) given[i], given[i + 1]);
    }
    return with;
  }
}
