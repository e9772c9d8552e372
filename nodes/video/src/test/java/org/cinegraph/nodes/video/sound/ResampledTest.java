package org.cinegraph.nodes.video.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampledTest {
  @ParameterizedTest
  @CsvSource({"16000,48000", "44100,48000", "48000,16000", "22050,48000"})
  void aToneKeepsItsPitchPhaseAndLevel(int from, int to) throws IOException {
    SampleSource resampled = Resampled.to(to, tone(from, 1_000, from));

    float[] found = resampled.read(0, to)[0];

    assertThat(resampled.samples()).isEqualTo(to);
    for (int i = to / 10; i < to * 9 / 10; i++) {
      double expected = 0.5 * Math.sin(2 * Math.PI * 1_000 * i / to);
      assertThat((double) found[i]).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void whatTheLowerRateCannotHoldIsRemoved() throws IOException {
    float[] found = Resampled.to(16_000, tone(48_000, 12_000, 48_000)).read(1_000, 10_000)[0];

    for (float value : found) {
      assertThat(Math.abs(value)).isLessThan(1e-4f);
    }
  }

  @Test
  void anyPieceIsThatOfTheWhole() throws IOException {
    SampleSource resampled = Resampled.to(48_000, tone(44_100, 440, 4_410));
    float[] whole = resampled.read(0, 4_800)[0];

    float[] piece = resampled.read(1_234, 500)[0];

    assertThat(piece).isEqualTo(Arrays.copyOfRange(whole, 1_234, 1_734));
  }

  @Test
  void aClickStaysAtItsTime() throws IOException {
    float[] click = new float[16_000];
    click[4_000] = 1;

    float[] found = Resampled.to(48_000, new Samples(16_000, click)).read(0, 48_000)[0];

    int loudest = 0;
    for (int i = 0; i < found.length; i++) {
      loudest = found[i] > found[loudest] ? i : loudest;
    }
    assertThat(loudest).isEqualTo(12_000);
  }

  @Test
  void soundOfThatRateIsLeftAlone() {
    SampleSource source = tone(48_000, 100, 10);

    assertThat(Resampled.to(48_000, source)).isSameAs(source);
  }

  private static Samples tone(int rate, double frequency, int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * frequency * i / rate));
    }
    return new Samples(rate, samples);
  }
}
