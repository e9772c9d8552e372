package org.cinegraph.nodes.video.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameRateTest {
  @Test
  void aRateIsKeptInLowestTerms() {
    assertThat(new FrameRate(60_000, 2_002)).isEqualTo(new FrameRate(30_000, 1_001));
    assertThat(new FrameRate(48, 2).written()).isEqualTo("24");
  }

  @Test
  void samplesCoverTheLastFrame() {
    assertThat(FrameRate.of(24).samples(48, 48_000)).isEqualTo(96_000);
    assertThat(new FrameRate(30_000, 1_001).samples(1, 48_000)).isEqualTo(1_602);
    assertThat(new FrameRate(30_000, 1_001).samples(5, 48_000)).isEqualTo(8_008);
  }

  @Test
  void aRateOfNothingIsRefused() {
    assertThatThrownBy(() -> new FrameRate(0, 1)).hasMessageContaining("found 0/1");
  }
}
