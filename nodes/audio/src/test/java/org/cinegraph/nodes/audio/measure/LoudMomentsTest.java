package org.cinegraph.nodes.audio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cinegraph.nodes.video.sound.Samples;
import org.junit.jupiter.api.Test;

class LoudMomentsTest {
  private static final int RATE = 16_000;

  @Test
  void eachBeatIsAMoment() throws Exception {
    LoudMoments found = LoudMoments.find(beats(0.8, 0.25, 0.9, 1.5), 0.1);

    assertThat(found.count()).isEqualTo(3);
    assertThat(found.seconds()).containsExactly(0.25, 0.9, 1.5);
    assertThat(found.loudest()).isBetween(0.3, 0.6);
  }

  @Test
  void whatStaysBelowTheThresholdDoesNotCount() throws Exception {
    assertThat(LoudMoments.find(beats(0.1, 0.25, 0.9), 0.1).count()).isZero();
    assertThat(LoudMoments.find(beats(0.1, 0.25, 0.9), 0.02).count()).isEqualTo(2);
  }

  @Test
  void aBeatInTheEchoOfAnotherIsTheSameMoment() throws Exception {
    assertThat(LoudMoments.find(beats(0.8, 0.25, 0.26), 0.1).count()).isEqualTo(1);
  }

  @Test
  void aToneIsOneMoment() throws Exception {
    float[] tone = new float[2 * RATE];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * 200 * i / RATE);
    }

    LoudMoments found = LoudMoments.find(new Samples(RATE, tone, tone), 0.5);

    assertThat(found.seconds()).containsExactly(0.0);
    assertThat(found.loudest()).isCloseTo(Math.sqrt(0.5), within(1e-3));
  }

  @Test
  void ofManyMomentsTheFirstAreListed() throws Exception {
    float[] wave = new float[1_500 * 320];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = i % 320 < 160 ? 1 : 0;
    }

    LoudMoments found = LoudMoments.find(new Samples(RATE, wave), 0.5);

    assertThat(found.count()).isEqualTo(1_500);
    assertThat(found.seconds()).hasSize(LoudMoments.MOST_LISTED);
  }

  private static Samples beats(double loudness, double... seconds) {
    float[] wave = new float[2 * RATE];
    for (double second : seconds) {
      int start = (int) Math.round(second * RATE);
      for (int i = start; i < wave.length; i++) {
        double d = (double) (i - start) / RATE;
        wave[i] += (float) (loudness * Math.exp(-d / 0.035) * Math.sin(2 * Math.PI * 420 * d));
      }
    }
    return new Samples(RATE, wave);
  }
}
