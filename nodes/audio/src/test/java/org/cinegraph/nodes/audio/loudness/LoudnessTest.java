package org.cinegraph.nodes.audio.loudness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.video.sound.Samples;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the sines of EBU Tech 3341, whose loudness and peaks are known, made here.
class LoudnessTest {
  private static final int RATE = 48_000;

  @TempDir private Path folder;

  /// Decibels of a sine of 997 Hz, seconds, and so on.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-23 20",
        "-36 10 -23 60 -36 10",
        "-72 10 -36 10 -23 60 -36 10 -72 10",
        "-26 20 -20 20.1 -26 20"
      })
  void soundOfTheStandardsTestIsMinus23(String parts) throws Exception {
    assertThat(integrated(stereo(RATE, parts))).isCloseTo(-23, offset(0.05));
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 22_050, 44_100, 48_000, 96_000})
  void itIsTheSameAtEveryRate(int rate) throws Exception {
    assertThat(integrated(stereo(rate, "-33 5"))).isCloseTo(-33, offset(0.05));
  }

  @Test
  void oneChannelIsHalfOfTwo() throws Exception {
    float[] sine = sine(RATE, 997, 1, 0, 3);
    assertThat(integrated(new Samples(RATE, sine))).isCloseTo(-3.01, offset(0.02));
    assertThat(integrated(new Samples(RATE, sine, sine))).isCloseTo(0, offset(0.02));
  }

  /// A part of the rate, phase in degrees, amplitude, and the peak of the wave.
  @ParameterizedTest
  @CsvSource({
    "4, 0, 0.5, -6.0",
    "4, 45, 0.5, -6.0",
    "6, 60, 0.5, -6.0",
    "8, 67.5, 0.5, -6.0",
    "4, 45, 1.41, 3.0"
  })
  void peaksBetweenSamplesAreFound(int part, double degrees, double amplitude, double peak)
      throws Exception {
    float[] sine = sine(RATE, (double) RATE / part, amplitude, Math.toRadians(degrees), 1);
    // Beginning and end of the wave are no part of it.
    int ramp = RATE / 10;
    for (int i = 0; i < ramp; i++) {
      sine[i] *= (float) i / ramp;
      sine[sine.length - 1 - i] *= (float) i / ramp;
    }
    assertThat(MeasuredLoudness.of(new Samples(RATE, sine)).peak())
        .isBetween(peak - 0.4, peak + 0.2);
  }

  @Test
  void aSoundReachesTheTargetByOneGain() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      Samples quiet = stereo(44_100, "-40 3");
      SequencedMap<String, Value> values = run(context, quiet, -14, -1);
      assertThat(number(values, "before")).isCloseTo(-40, offset(0.05));
      assertThat(number(values, "gain")).isCloseTo(26, offset(0.05));
      assertThat(number(values, "loudness")).isCloseTo(-14, offset(1e-9));
      Samples loud = result(context);
      assertThat(integrated(loud)).isCloseTo(-14, offset(0.01));
      assertThat(loud.values()[1][777])
          .isEqualTo((float) (quiet.values()[1][777] * Math.pow(10, number(values, "gain") / 20)));
      assertThat(context.log()).isEmpty();
    }
  }

  @Test
  void aPeakIsNotDrivenOverItsLimit() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      float[] click = sine(RATE, 997, 0.01, 0, 3);
      click[RATE] = 0.5f;
      SequencedMap<String, Value> values = run(context, new Samples(RATE, click), -14, -1);
      assertThat(number(values, "peak")).isCloseTo(-1, offset(1e-9));
      assertThat(number(values, "loudness")).isLessThan(-30);
      assertThat(context.log())
          .singleElement()
          .satisfies(line -> assertThat(line).startsWith("The target is missed by "));
      assertThat(MeasuredLoudness.of(result(context)).peak()).isCloseTo(-1, offset(0.01));
    }
  }

  @Test
  void silenceStaysAsItIs() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      SequencedMap<String, Value> values =
          run(context, new Samples(RATE, new float[RATE]), -14, -1);
      assertThat(number(values, "gain")).isZero();
      assertThat(number(values, "before")).isEqualTo(-70);
      assertThat(result(context).values()[0]).containsOnly(0);
    }
  }

  @Test
  void whatIsTooShortOrHasTooManyChannelsIsRefused() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      assertThatThrownBy(() -> run(context, new Samples(RATE, new float[19_199]), -14, -1))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("found 1 channels and 0.3999");
      float[] one = new float[RATE];
      assertThatThrownBy(() -> run(context, new Samples(RATE, one, one, one), -14, -1))
          .hasMessageContaining("found 3 channels and 1.0 s");
    }
  }

  private SequencedMap<String, Value> run(
      FolderContext context, Samples sound, double target, double peak) throws Exception {
    Path file = folder.resolve("given.wav");
    WavWriter.write(file, sound.rate(), sound.values());
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("audio", context.store(file, WavFile.MEDIA_TYPE));
    with.put("target", target);
    with.put("peak", peak);
    return context.values(new Loudness(), with);
  }

  private static Samples result(FolderContext context) throws Exception {
    ArtifactReference audio = context.outputs().firstEntry().getValue();
    try (WavFile file = WavFile.open(context.fetch(audio))) {
      return Samples.of(file);
    }
  }

  private static double number(SequencedMap<String, Value> values, String port) {
    return values.get(port) instanceof Value.Float(double number) ? number : Double.NaN;
  }

  private static double integrated(Samples sound) throws Exception {
    return MeasuredLoudness.of(sound).integrated().orElseThrow();
  }

  private static Samples stereo(int rate, String parts) {
    String[] fields = parts.split(" ");
    float[] all = new float[0];
    for (int i = 0; i < fields.length; i += 2) {
      double amplitude = Math.pow(10, Double.parseDouble(fields[i]) / 20);
      float[] part = sine(rate, 997, amplitude, 0, Double.parseDouble(fields[i + 1]));
      int at = all.length;
      all = Arrays.copyOf(all, at + part.length);
      System.arraycopy(part, 0, all, at, part.length);
    }
    return new Samples(rate, all, all);
  }

  private static float[] sine(
      int rate, double hertz, double amplitude, double phase, double seconds) {
    float[] sine = new float[(int) (seconds * rate)];
    for (int i = 0; i < sine.length; i++) {
      sine[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / rate + phase));
    }
    return sine;
  }
}
