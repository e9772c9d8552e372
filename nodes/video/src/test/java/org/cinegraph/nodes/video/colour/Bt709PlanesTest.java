package org.cinegraph.nodes.video.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bt709PlanesTest {
  @ParameterizedTest
  @CsvSource({
    "255,0,0, 63,102,240",
    "0,255,0, 173,42,26",
    "0,0,255, 32,240,118",
    "255,255,255, 235,128,128",
    "0,0,0, 16,128,128",
    "115,115,115, 115,128,128"
  })
  void coloursAreThoseOfBt709(int r, int g, int b, int luma, int blue, int red) {
    Bt709Planes planes = Bt709Planes.of(TestPictures.flat(4, 4, r, g, b));

    assertThat(planes.luma()).hasSize(16).containsOnly(luma);
    assertThat(planes.blue()).hasSize(4).containsOnly(blue);
    assertThat(planes.red()).hasSize(4).containsOnly(red);
  }

  @Test
  void chromaStandsOnTheLeftPixelOfItsPair() {
    Frame frame = Frame.blank(8, 2);
    for (int row = 0; row < 2; row++) {
      frame.rgb()[(row * 8 + 4) * Frame.CHANNELS] = (byte) 255;
    }

    byte[] red = Bt709Planes.of(frame).red();

    assertThat(red[2] & 0xff).isEqualTo(128 + 56);
    assertThat(red[1] & 0xff).isEqualTo(128);
    assertThat(red[3] & 0xff).isEqualTo(128);
  }

  @Test
  void anOddSizeIsRefused() {
    assertThatThrownBy(() -> Bt709Planes.of(TestPictures.flat(3, 4, 0, 0, 0)))
        .hasMessageEndingWith("found 3x4");
  }
}
