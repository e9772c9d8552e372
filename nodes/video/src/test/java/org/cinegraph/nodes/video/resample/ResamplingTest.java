package org.cinegraph.nodes.video.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplingTest {
  private static final double[] RAMP = IntStream.range(0, 16).asDoubleStream().toArray();

  @Test
  void bicubicIsThatOfTorchAndNotThatOfPillow() {
    assertThat(Resampling.BICUBIC.at(RAMP, 32, 3)).isCloseTo(1.2969, within(5e-5));
  }

  @Test
  void lanczosIsThatOfPillowAndNotThatOfOpenCv() {
    assertThat(Resampling.LANCZOS.at(RAMP, 32, 3)).isCloseTo(1.2994, within(5e-5));
  }

  @Test
  void bicubicRepeatsTheBorder() {
    // Centre -0.25: by hand, taps -2, -1, 0, 1 of which the first three are the border pixel.
    assertThat(Resampling.BICUBIC.at(new double[] {1, 0, 0, 0}, 8, 0))
        .isCloseTo(1 + 0.10546875, within(1e-6));
  }

  @Test
  void bilinearIsThatOfPillow() {
    double[] twice =
        IntStream.range(0, 4)
            .mapToDouble(i -> Resampling.BILINEAR.at(new double[] {0, 100}, 4, i))
            .toArray();
    double[] half =
        IntStream.range(0, 2)
            .mapToDouble(i -> Resampling.BILINEAR.at(new double[] {0, 10, 20, 90}, 2, i))
            .toArray();

    assertThat(twice).containsExactly(new double[] {0, 25, 75, 100}, within(1e-5));
    // By hand: weights 3, 3, 1 and at the other end 1, 3, 3, of 7.
    assertThat(half).containsExactly(new double[] {50 / 7., 340 / 7.}, within(1e-5));
  }

  @Test
  void nearestTakesTheSampleThatIsThere() {
    double[] five =
        IntStream.range(0, 5)
            .mapToDouble(i -> Resampling.NEAREST.at(new double[] {1, 2, 3}, 5, i))
            .toArray();
    double[] two =
        IntStream.range(0, 2).mapToDouble(i -> Resampling.NEAREST.at(RAMP, 2, i)).toArray();

    assertThat(five).containsExactly(1, 1, 2, 3, 3);
    assertThat(two).containsExactly(4, 12);
  }

  @ParameterizedTest
  @EnumSource
  void aFlatFrameStaysFlat(Resampling resampling) {
    Frame twice = resampling.twice(TestPictures.flat(7, 5, 10, 200, 255));

    assertThat(twice.width()).isEqualTo(14);
    assertThat(twice.height()).isEqualTo(10);
    assertThat(twice.rgb()).isEqualTo(TestPictures.flat(14, 10, 10, 200, 255).rgb());
  }

  @ParameterizedTest
  @EnumSource
  void aMirroredFrameGivesAMirroredResult(Resampling resampling) {
    Frame frame = TestPictures.noise(9, 6, 3);

    assertThat(resampling.twice(mirrored(frame)).rgb())
        .isEqualTo(mirrored(resampling.twice(frame)).rgb());
  }

  @ParameterizedTest
  @EnumSource
  void overshootIsCutOffNotWrapped(Resampling resampling) {
    Frame edge = Frame.blank(8, 8);
    for (int y = 0; y < 8; y++) {
      for (int x = 4 * Frame.CHANNELS; x < 8 * Frame.CHANNELS; x++) {
        edge.rgb()[y * 8 * Frame.CHANNELS + x] = (byte) 255;
      }
    }

    Frame twice = resampling.twice(edge);

    assertThat(twice.at(5, 8, 0)).isZero();
    assertThat(twice.at(10, 8, 0)).isEqualTo(255);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEAREST")
  void aSmallerFrameIsAveragedNotPicked(Resampling resampling) {
    Frame stripes = Frame.blank(64, 64);
    for (int i = 0; i < stripes.rgb().length; i++) {
      stripes.rgb()[i] = (byte) ((i / Frame.CHANNELS) % 2 == 0 ? 0 : 200);
    }

    Frame small = resampling.resize(stripes, 8, 8);

    assertThat(small.at(4, 4, 1)).isBetween(98, 102);
  }

  private static Frame mirrored(Frame frame) {
    Frame result = Frame.blank(frame.width(), frame.height());
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        System.arraycopy(
            frame.rgb(),
            (y * frame.width() + frame.width() - 1 - x) * Frame.CHANNELS,
            result.rgb(),
            (y * frame.width() + x) * Frame.CHANNELS,
            Frame.CHANNELS);
      }
    }
    return result;
  }
}
