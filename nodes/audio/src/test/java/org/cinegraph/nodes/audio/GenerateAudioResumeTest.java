package org.cinegraph.nodes.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenerateAudioResumeTest {
  private static final int STEPS = 12;

  @TempDir private static Path folder;
  private FolderContext context;
  private StopAndResume generating;

  @BeforeAll
  void computeTheWhole() throws Exception {
    context = new FolderContext(folder);
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    with.put("video", video());
    with.put("prompt", "a red ball bounces on a green floor");
    with.put("seed", 7);
    with.put("steps", STEPS);
    generating = new StopAndResume(context, folder, GenerateAudio::new, with);
  }

  @AfterAll
  void close() throws Exception {
    context.close();
  }

  @Test
  void everySolverStepIsAStepOfTheLoop() {
    assertThat(generating.steps()).isEqualTo(STEPS);
  }

  @ParameterizedTest
  @MethodSource("steps")
  @Gate(kind = Gate.Kind.RESUME, what = "generate-audio of toybox")
  void stoppedBeforeAnyStepItGivesTheSameBytes(int step) throws Exception {
    assertThat(generating.stoppedBefore(step)).isEqualTo(generating.whole());
  }

  static IntStream steps() {
    return IntStream.range(0, STEPS);
  }

  private ArtifactReference video() throws Exception {
    Random levels = new Random(1);
    VideoFormat format = new VideoFormat(64, 64, FrameRate.of(16));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = 0; n < 32; n++) {
        Frame frame = Frame.blank(64, 64);
        levels.nextBytes(frame.rgb());
        writer.append(frame);
      }
      return writer.finish();
    }
  }
}
