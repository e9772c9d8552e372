package org.cinegraph.nodes.video;

import java.util.Random;
import org.cinegraph.nodes.video.frame.Frame;

/// Synthetic frames, the same on every machine.
public final class TestPictures {
  private TestPictures() {}

  /// Noise: the hardest picture to code without loss.
  public static Frame noise(int width, int height, long seed) {
    Frame frame = Frame.blank(width, height);
    new Random(seed).nextBytes(frame.rgb());
    return frame;
  }

  public static Frame flat(int width, int height, int red, int green, int blue) {
    Frame frame = Frame.blank(width, height);
    byte[] rgb = frame.rgb();
    for (int i = 0; i < rgb.length; i += Frame.CHANNELS) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return frame;
  }

  /// A smooth picture that moves with the frame number.
  public static Frame moving(int width, int height, int number) {
    Frame frame = Frame.blank(width, height);
    byte[] rgb = frame.rgb();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * Frame.CHANNELS;
        rgb[at] = (byte) triangle(x + 3 * number);
        rgb[at + 1] = (byte) triangle(2 * y + number);
        rgb[at + 2] = (byte) triangle(x + y);
      }
    }
    return frame;
  }

  private static int triangle(int position) {
    int phase = Math.floorMod(position, 400);
    return 28 + Math.min(phase, 400 - phase);
  }
}
