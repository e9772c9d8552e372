package org.cinegraph.nodes.audio.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.video.sound.Samples;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcatAudioTest {
  private static final int RATE = 16_000;

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
  void theSamplesOfAllFollowInOrder() throws Exception {
    int length = 100_000;
    ArtifactReference joined = join(0, ramp(RATE, 0, length), silence(0.5), ramp(RATE, 7, 10));

    float[] wave = samples(joined);
    assertThat(wave).hasSize(length + 8_000 + 10);
    assertThat(wave[70_000]).isEqualTo(value(70_000));
    assertThat(wave[length + 5]).isZero();
    assertThat(wave[length + 8_000]).isEqualTo(value(7));
  }

  @Test
  void anOverlapIsLeftOutOfAllButTheFirst() throws Exception {
    ArtifactReference joined = join(0.5, ramp(RATE, 0, 10_000), ramp(RATE, 2_000, 9_000));

    float[] wave = samples(joined);
    assertThat(wave).hasSize(11_000);
    assertThat(wave[10_999]).isEqualTo(value(10_999));
  }

  @Test
  void silenceOfNoLengthIsASoundOfNoSamples() throws Exception {
    assertThat(samples(silence(0))).isEmpty();
  }

  @Test
  void theSoundThatIsUnlikeTheFirstIsNamed() throws Exception {
    assertThatThrownBy(() -> join(0, ramp(RATE, 0, 5), ramp(48_000, 0, 5)))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Item 1 of input sounds has 1 channels at 48000 Hz, expected 1 at 16000 Hz like item 0.");
  }

  @Test
  void anEmptyListAndAnOverlapThatLeavesNothingAreRefused() {
    assertThatThrownBy(() -> join(0))
        .hasMessage("Input sounds of concat-audio is an empty list, expected a sound.");
    assertThatThrownBy(() -> join(1, ramp(RATE, 0, 5), ramp(RATE, 0, 16_000)))
        .hasMessage(
            "Parameter overlap leaves nothing of item 1 of input sounds, which has 16000 samples;"
                + " expected fewer, found 16000.");
  }

  private ArtifactReference join(double overlap, ArtifactReference... sounds) throws Exception {
    List<PortValue> items = new ArrayList<>();
    for (ArtifactReference sound : sounds) {
      items.add(new PortValue.Artifact(sound));
    }
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("sounds", new PortValue.Many(items));
    with.put("overlap", overlap);
    return context.run(new ConcatAudio(), with);
  }

  private ArtifactReference silence(double seconds) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("seconds", seconds);
    return context.run(new Silence(), with);
  }

  private ArtifactReference ramp(int rate, int first, int count) throws Exception {
    float[] wave = new float[count];
    for (int i = 0; i < count; i++) {
      wave[i] = value(first + i);
    }
    Path file = folder.resolve("ramp.wav");
    WavWriter.write(file, rate, wave);
    ArtifactReference stored = context.store(file, WavFile.MEDIA_TYPE);
    Files.delete(file);
    return stored;
  }

  private static float value(int sample) {
    return (float) Math.sin(sample / 20.0);
  }

  private float[] samples(ArtifactReference sound) throws Exception {
    try (WavFile wave = WavFile.open(context.fetch(sound))) {
      assertThat(wave.rate()).isEqualTo(RATE);
      return Samples.of(wave).mono();
    }
  }
}
