package org.cinegraph.nodes.video.tensor;

import java.util.Arrays;
import org.cinegraph.nodes.video.frame.Frame;

/// Makes a frame smaller by averaging what each new pixel covers: every old pixel counts by the
/// share of its area. Nothing is rounded, so two strides give the same as one.
public final class BoxAverage {
  private static final double HALF_RANGE = 127.5;

  private BoxAverage() {}

  /// @param side of the square result, at most the frame's width and height
  /// @return planes of floats from -1 to 1, `3·side·side` of them
  public static float[] planes(Frame frame, int side) {
    if (side < 1 || side > frame.width() || side > frame.height()) {
      throw new IllegalArgumentException(
          "A frame of " + frame.width() + "x" + frame.height() + " has no average of side " + side);
    }
    float[] planes = new float[Frame.CHANNELS * side * side];
    double[] mean = new double[Frame.CHANNELS];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        average(frame, x, y, side, mean);
        for (int c = 0; c < Frame.CHANNELS; c++) {
          planes[(c * side + y) * side + x] = (float) (mean[c] / HALF_RANGE - 1);
        }
      }
    }
    return planes;
  }

  private static void average(Frame frame, int x, int y, int side, double[] mean) {
    double left = (double) x * frame.width() / side;
    double right = (double) (x + 1) * frame.width() / side;
    double top = (double) y * frame.height() / side;
    double bottom = (double) (y + 1) * frame.height() / side;
    Arrays.fill(mean, 0);
    double area = (right - left) * (bottom - top);
    for (int v = (int) top; v < bottom; v++) {
      double high = Math.min(v + 1, bottom) - Math.max(v, top);
      for (int u = (int) left; u < right; u++) {
        double share = high * (Math.min(u + 1, right) - Math.max(u, left)) / area;
        for (int c = 0; c < Frame.CHANNELS; c++) {
          mean[c] += share * frame.at(u, v, c);
        }
      }
    }
  }
}
