package org.cinegraph.nodes.video.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.Test;

class FrameTensorTest {
  private static final Frame FOUR =
      new Frame(2, 2, new byte[] {0, 10, 20, (byte) 255, 11, 21, 100, 12, 22, 4, 13, 23});

  @Test
  void everyLevelComesBackAsItWas() {
    byte[] rgb = new byte[256 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3);
    }
    Frame frame = new Frame(256, 1, rgb);

    assertThat(FrameTensor.toFrame(FrameTensor.of(frame)).rgb()).isEqualTo(rgb);
  }

  @Test
  void channelsBecomePlanesFromMinusOneToOne() {
    FloatTensor tensor = FrameTensor.of(FOUR);

    assertThat(tensor.shape().toString()).isEqualTo("1×3×2×2");
    assertThat(tensor.values()[0]).isEqualTo(-1);
    assertThat(tensor.values()[1]).isEqualTo(1);
    assertThat(tensor.values()[4]).isEqualTo(10 / 127.5f - 1);
  }

  @Test
  void whatIsBrighterThanWhiteIsCutOff() {
    FloatTensor bright = FloatTensor.of(new float[] {1.2f, -3, 0}, 1, 3, 1, 1);

    assertThat(FrameTensor.toFrame(bright).rgb()).containsExactly((byte) 255, 0, (byte) 128);
  }

  @Test
  void framesOfAVideoAreTakenApart() {
    float[] values = new float[3 * 2];
    values[1] = 1;
    FloatTensor video = FloatTensor.of(values, 1, 3, 2, 1, 1);

    assertThat(FrameTensor.toFrames(video).get(1).rgb()).startsWith((byte) 255);
    assertThat(FrameTensor.toFrames(video).get(0).rgb()).startsWith((byte) 128);
  }

  @Test
  void aBoxAverageIsTheMeanOfWhatItCovers() {
    float[] mean = BoxAverage.planes(FOUR, 1);

    assertThat(mean[0]).isCloseTo((0 + 255 + 100 + 4) / 4f / 127.5f - 1, within(1e-6f));
    assertThat(mean[1]).isCloseTo(11.5f / 127.5f - 1, within(1e-6f));
  }

  @Test
  void pixelsOnASeamCountByTheirShare() {
    byte[] rgb = new byte[27];
    rgb[0] = 90;
    rgb[3] = 30;
    Frame frame = new Frame(3, 3, rgb);

    float[] mean = BoxAverage.planes(frame, 2);

    assertThat(mean[0]).isCloseTo((90 + 15) / 2.25f / 127.5f - 1, within(1e-6f));
    assertThat(mean[1]).isCloseTo(15 / 2.25f / 127.5f - 1, within(1e-6f));
  }

  @Test
  void nothingIsAveragedUp() {
    assertThatThrownBy(() -> BoxAverage.planes(FOUR, 3)).hasMessageContaining("of side 3");
  }
}
