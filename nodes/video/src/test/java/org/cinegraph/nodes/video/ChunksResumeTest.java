package org.cinegraph.nodes.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.join.ConcatVideos;
import org.cinegraph.nodes.video.mux.Mux;
import org.cinegraph.nodes.video.sound.WavWriter;
import org.cinegraph.nodes.video.title.OverlayTitle;
import org.cinegraph.nodes.video.upsample.Upsample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The node types that work chunk by chunk, on four chunks of 16, 16, 16 and 5 frames.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunksResumeTest {
  private static final int CHUNKS = 4;

  @TempDir private static Path folder;
  private FolderContext context;
  private StopAndResume learned;
  private StopAndResume bicubic;
  private StopAndResume lanczos;
  private StopAndResume silent;
  private StopAndResume sounding;
  private StopAndResume joined;
  private StopAndResume titled;

  @BeforeAll
  void computeTheWholes() throws Exception {
    context = new FolderContext(folder);
    ArtifactReference video = video();
    learned = computed(Upsample::new, "video", video, "method", "learned");
    bicubic = computed(Upsample::new, "video", video, "method", "bicubic");
    lanczos = computed(Upsample::new, "video", video, "method", "lanczos");
    silent = computed(Mux::new, "video", video);
    sounding = computed(Mux::new, "video", video, "audio", sound());
    PortValue.Artifact item = new PortValue.Artifact(video);
    PortValue.Many twice = new PortValue.Many(List.of(item, item));
    titled = computed(OverlayTitle::new, "video", video, "text", "A", "ink", "yellow");
    joined = computed(ConcatVideos::new, "videos", twice, "overlap", 20);
  }

  @AfterAll
  void close() throws Exception {
    context.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anUpsampleStoppedBeforeAnyChunkGivesTheSameBytes(int chunk) throws Exception {
    for (StopAndResume method : new StopAndResume[] {learned, bicubic, lanczos}) {
      assertThat(method.steps()).isEqualTo(CHUNKS);
      assertThat(method.stoppedBefore(chunk)).isEqualTo(method.whole());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aMuxStoppedBeforeAnyChunkGivesTheSameBytes(int chunk) throws Exception {
    for (StopAndResume movie : new StopAndResume[] {silent, sounding}) {
      assertThat(movie.steps()).isEqualTo(CHUNKS);
      assertThat(movie.stoppedBefore(chunk)).isEqualTo(movie.whole());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aTitleStoppedBeforeAnyChunkGivesTheSameBytes(int chunk) throws Exception {
    assertThat(titled.steps()).isEqualTo(CHUNKS);
    assertThat(titled.stoppedBefore(chunk)).isEqualTo(titled.whole());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 7})
  void aConcatenationStoppedBeforeAnyChunkGivesTheSameBytes(int chunk) throws Exception {
    assertThat(joined.steps()).isEqualTo(2 * CHUNKS);
    assertThat(joined.stoppedBefore(chunk)).isEqualTo(joined.whole());
  }

  private StopAndResume computed(Supplier<NodeType> type, Object... with) throws Exception {
    SequencedMap<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < with.length; i += 2) {
      named.put((String) with[i], with[i + 1]);
    }
    return new StopAndResume(context, folder, type, named);
  }

  private ArtifactReference video() throws Exception {
    VideoFormat format = new VideoFormat(48, 48, FrameRate.of(16));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = 0; n < 53; n++) {
        writer.append(TestPictures.moving(48, 48, n));
      }
      return writer.finish();
    }
  }

  private ArtifactReference sound() throws Exception {
    float[] wave = new float[16_000];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) Math.sin(i / 20.0);
    }
    Path file = folder.resolve("sound.wav");
    WavWriter.write(file, 16_000, wave);
    ArtifactReference stored = context.store(file, "audio/wav");
    Files.delete(file);
    return stored;
  }
}
