package org.cinegraph.nodes.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;
import org.cinegraph.nodes.video.sound.Samples;
import org.cinegraph.nodes.video.sound.WavFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateAudioTest {
  private static final String PROMPT = "a red ball bounces on a green floor";

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
  @Gate(kind = Gate.Kind.PIPELINE, what = "sound of the recipe of toybox", most = 1e-3)
  void theFramesOfTheRecipeGiveItsSound() throws Exception {
    try (Golden golden = Golden.beside(GenerateAudioTest.class, "clip_1000")) {
      ArtifactReference audio = generate(video(golden, 32, 16, 1), 1000);

      try (WavFile wave = WavFile.open(context.fetch(audio))) {
        assertThat(wave.rate()).isEqualTo(16_000);
        assertThat(wave.channels()).isEqualTo(1);
        assertThat(wave.samples()).isEqualTo(32_000);
        FloatTensor sound = FloatTensor.of(Samples.of(wave).mono(), 32_000);
        golden.assertClose(sound, "wave", 1e-3);
      }
    }
  }

  @Test
  void largerFramesAreAveragedDown() throws Exception {
    try (Golden golden = Golden.beside(GenerateAudioTest.class, "clip_1000")) {
      ArtifactReference audio = generate(video(golden, 32, 16, 2), 1000);

      try (WavFile wave = WavFile.open(context.fetch(audio))) {
        FloatTensor sound = FloatTensor.of(Samples.of(wave).mono(), 32_000);
        golden.assertClose(sound, "wave", 1e-2);
      }
    }
  }

  @Test
  void theSameInputsGiveTheSameBytesAndAnotherSeedDoesNot() throws Exception {
    try (Golden golden = Golden.beside(GenerateAudioTest.class, "clip_1000")) {
      ArtifactReference video = video(golden, 32, 16, 1);

      assertThat(generate(video, 1)).isEqualTo(generate(video, 1)).isNotEqualTo(generate(video, 2));
    }
  }

  @Test
  void aVideoOfAnotherLengthOrRateIsRefused() throws Exception {
    try (Golden golden = Golden.beside(GenerateAudioTest.class, "clip_1000")) {
      ArtifactReference shorter = video(golden, 20, 16, 1);
      ArtifactReference faster = video(golden, 32, 24, 1);

      assertThatThrownBy(() -> generate(shorter, 1))
          .isInstanceOf(NodeFailure.class)
          .hasMessage(
              "Input video: model package toybox makes sound for 32 square frames of at least 32"
                  + " pixels a side at 16 a second, found 20 of 64×64 at 16.");
      assertThatThrownBy(() -> generate(faster, 1))
          .hasMessageEndingWith("found 32 of 64×64 at 24.");
    }
  }

  private ArtifactReference generate(ArtifactReference video, int seed) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    with.put("video", video);
    with.put("prompt", PROMPT);
    with.put("seed", seed);
    return context.run(new GenerateAudio(), with);
  }

  private ArtifactReference video(Golden golden, int frames, int rate, int scale) throws Exception {
    long[] levels = golden.longs("video").values();
    VideoFormat format = new VideoFormat(64 * scale, 64 * scale, FrameRate.of(rate));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int i = 0; i < frames; i++) {
        byte[] rgb = new byte[64 * 64 * 3];
        for (int k = 0; k < rgb.length; k++) {
          rgb[k] = (byte) levels[i * rgb.length + k];
        }
        Frame frame = new Frame(64, 64, rgb);
        writer.append(scale == 1 ? frame : Resampling.BICUBIC.twice(frame));
      }
      return writer.finish();
    }
  }
}
