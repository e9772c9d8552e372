package org.cinegraph.nodes.video.resample;

import java.util.stream.IntStream;
import org.cinegraph.nodes.video.frame.Frame;

/// A way to make a frame of another size. Samples stand at pixel centres (`align_corners=False`),
/// the two axes are filtered one after the other in float and rounded once, and a frame that gets
/// smaller is filtered over a correspondingly wider area.
public enum Resampling {
  /// The nearest sample, also where the frame gets smaller; of two as near the later one.
  NEAREST(0),
  /// A triangle, weights cut off at the border and normalised: the convention of Pillow and, with
  /// `antialias`, of torch.
  BILINEAR(1),
  /// Cubic convolution with a = -0.75, border pixels repeated: the convention of
  /// `torch.nn.functional.interpolate(mode="bicubic")` and of OpenCV. (Pillow takes a = -0.5.)
  BICUBIC(2),
  /// A sinc windowed over three lobes, weights cut off at the border and normalised: the convention
  /// of Pillow. (OpenCV has four lobes.)
  LANCZOS(3);

  private static final double BICUBIC_A = -0.75;

  private final int support;

  Resampling(int support) {
    this.support = support;
  }

  public Frame twice(Frame frame) {
    return resize(frame, 2 * frame.width(), 2 * frame.height());
  }

  public Frame resize(Frame frame, int width, int height) {
    Taps across = Taps.of(this, frame.width(), width);
    Taps down = Taps.of(this, frame.height(), height);
    float[][] rows = new float[frame.height()][];
    for (int y = 0; y < frame.height(); y++) {
      rows[y] = across.filterRow(frame, y);
    }
    Frame result = Frame.blank(width, height);
    for (int y = 0; y < height; y++) {
      down.filterColumns(rows, y, result);
    }
    return result;
  }

  int support() {
    return support;
  }

  boolean repeatsBorder() {
    return switch (this) {
      case BICUBIC -> true;
      case NEAREST, BILINEAR, LANCZOS -> false;
    };
  }

  double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST -> 1;
      case BILINEAR -> Math.max(0, 1 - x);
      case BICUBIC -> cubic(x);
      case LANCZOS -> x < support ? sinc(x) * sinc(x / support) : 0;
    };
  }

  /// The value at `index` of a line of samples that is made `length` long.
  double at(double[] line, int length, int index) {
    Taps taps = Taps.of(this, line.length, length);
    return IntStream.range(0, taps.count(index))
        .mapToDouble(i -> taps.weight(index, i) * line[taps.source(index, i)])
        .sum();
  }

  private static double cubic(double x) {
    if (x < 1) {
      return ((BICUBIC_A + 2) * x - (BICUBIC_A + 3)) * x * x + 1;
    }
    if (x < 2) {
      return ((BICUBIC_A * x - 5 * BICUBIC_A) * x + 8 * BICUBIC_A) * x - 4 * BICUBIC_A;
    }
    return 0;
  }

  private static double sinc(double x) {
    if (x == 0) {
      return 1;
    }
    double angle = Math.PI * x;
    return StrictMath.sin(angle) / angle;
  }
}
