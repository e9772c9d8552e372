package org.cinegraph.nodes.video.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
  @TempDir Path folder;

  @Test
  void floatSamplesComeBackBitForBit() throws Exception {
    float[] left = noise(1_000, 1);
    float[] right = noise(1_000, 2);
    Path file = folder.resolve("a.wav");
    WavWriter.write(file, 44_100, left, right);

    try (WavFile wav = WavFile.open(file)) {
      assertThat(wav.channels()).isEqualTo(2);
      assertThat(wav.rate()).isEqualTo(44_100);
      assertThat(wav.samples()).isEqualTo(1_000);
      assertThat(wav.read(0, 1_000)).isDeepEqualTo(new float[][] {left, right});
    }
  }

  @Test
  void piecesWrittenOneByOneMakeTheSameFile() throws Exception {
    float[] all = noise(100, 3);
    WavWriter.write(folder.resolve("whole.wav"), 16_000, all);
    try (WavWriter writer = WavWriter.create(folder.resolve("pieces.wav"), 1, 16_000)) {
      writer.append(new float[][] {Arrays.copyOfRange(all, 0, 33)});
      writer.append(new float[][] {Arrays.copyOfRange(all, 33, 100)});
      writer.finish();
    }

    assertThat(folder.resolve("pieces.wav")).hasSameBinaryContentAs(folder.resolve("whole.wav"));
  }

  @Test
  void thereIsSilenceOutsideTheSound() throws Exception {
    Path file = folder.resolve("a.wav");
    WavWriter.write(file, 8_000, new float[] {1, 2, 3});

    try (WavFile wav = WavFile.open(file)) {
      assertThat(wav.read(-2, 7)[0]).containsExactly(0, 0, 1, 2, 3, 0, 0);
      assertThat(wav.read(3, 2)[0]).containsExactly(0, 0);
    }
  }

  @Test
  void integerSamplesOfOtherWritersAreRead() throws Exception {
    byte[] pcm =
        ByteBuffer.allocate(6)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 16_384)
            .putShort((short) -32_768)
            .putShort((short) 0)
            .array();
    AudioFormat format = new AudioFormat(22_050, 16, 1, true, false);
    Path file = folder.resolve("java.wav");
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(pcm), format, 3),
        AudioFileFormat.Type.WAVE,
        file.toFile());

    try (WavFile wav = WavFile.open(file)) {
      assertThat(wav.read(0, 3)[0]).containsExactly(0.5f, -1f, 0f);
    }
  }

  @Test
  void anotherReaderOpensWhatWeWrite() throws Exception {
    Path file = folder.resolve("a.wav");
    WavWriter.write(file, 48_000, noise(480, 5));

    try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(stream.getFormat().getEncoding()).isEqualTo(AudioFormat.Encoding.PCM_FLOAT);
      assertThat(stream.getFrameLength()).isEqualTo(480);
    }
  }

  @Test
  void whatIsNoWavIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "this is a text and no sound");

    assertThatThrownBy(() -> WavFile.open(file))
        .isInstanceOf(NotWavException.class)
        .hasMessage("The file does not begin as a WAV does");
  }

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = random.nextFloat() * 2 - 1;
    }
    return samples;
  }
}
