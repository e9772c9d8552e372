package org.cinegraph.nodes.video.upsample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;
import org.cinegraph.nodes.video.tensor.FrameTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpsampleTest {
  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void theLearnedMethodGivesTheFramesOfTheRecipe() throws Exception {
    try (Golden golden = Golden.beside(UpsampleTest.class, "upsampler")) {
      Frame low = first(golden.floats("low"), 64);
      Frame expected = first(golden.floats("high"), 128);

      Frame high = firstFrame(upsample(video(low, 3), "learned", 2));

      long sum = 0;
      for (int i = 0; i < expected.rgb().length; i++) {
        sum += Math.abs((high.rgb()[i] & 0xff) - (expected.rgb()[i] & 0xff));
      }
      assertThat((double) sum / expected.rgb().length).isLessThan(1);
    }
  }

  @Test
  void lengthAndRateStayAndChunksFollow() throws Exception {
    ArtifactReference large = upsample(video(Frame.blank(6, 4), 35), "bicubic", 3);

    try (ChunkReader reader = ChunkReader.open(context, large)) {
      assertThat(reader.frames()).isEqualTo(35);
      assertThat(reader.chunks()).isEqualTo(3);
      assertThat(reader.format()).isEqualTo(new VideoFormat(18, 12, FrameRate.of(16)));
    }
  }

  @Test
  void theFiltersAreThoseOfTheNamedConventions() throws Exception {
    Frame dot = Frame.blank(8, 8);
    dot.rgb()[3 * (8 * 4 + 4)] = (byte) 200;

    assertThat(firstFrame(upsample(video(dot, 1), "bicubic", 2)).rgb())
        .isEqualTo(Resampling.BICUBIC.twice(dot).rgb());
    assertThat(firstFrame(upsample(video(dot, 1), "lanczos", 2)).rgb())
        .isEqualTo(Resampling.LANCZOS.twice(dot).rgb());
  }

  @Test
  void theLearnedMethodKnowsOneScaleOnly() throws Exception {
    ArtifactReference video = video(Frame.blank(8, 8), 1);

    assertThatThrownBy(() -> upsample(video, "learned", 3))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("Parameter scale: the learned method doubles the size")
        .hasMessageContaining("expected 2, found 3");
  }

  private ArtifactReference upsample(ArtifactReference video, String method, int scale)
      throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("video", video);
    with.put("method", method);
    with.put("scale", scale);
    return context.run(new Upsample(), with);
  }

  private ArtifactReference video(Frame frame, int count) throws Exception {
    VideoFormat format = new VideoFormat(frame.width(), frame.height(), FrameRate.of(16));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int i = 0; i < count; i++) {
        writer.append(frame);
      }
      return writer.finish();
    }
  }

  private Frame firstFrame(ArtifactReference video) throws Exception {
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      return reader.next().orElseThrow();
    }
  }

  private static Frame first(FloatTensor images, int side) {
    float[] values = java.util.Arrays.copyOf(images.values(), 3 * side * side);
    return FrameTensor.toFrame(FloatTensor.of(values, 1, 3, side, side));
  }
}
