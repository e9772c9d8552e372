package org.cinegraph.nodes.video.tensor;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.frame.Frame;

/// Frames of bytes as planes of floats from -1 to 1, and back.
public final class FrameTensor {
  private static final float HALF_RANGE = 127.5f;

  private FrameTensor() {}

  /// @return [1, 3, height, width]
  public static FloatTensor of(Frame frame) {
    int pixels = frame.width() * frame.height();
    float[] planes = new float[Frame.CHANNELS * pixels];
    byte[] rgb = frame.rgb();
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < Frame.CHANNELS; c++) {
        planes[c * pixels + i] = (rgb[i * Frame.CHANNELS + c] & 0xff) / HALF_RANGE - 1f;
      }
    }
    return FloatTensor.of(planes, 1, Frame.CHANNELS, frame.height(), frame.width());
  }

  /// Rounds to the nearest of 256 levels; what lies outside -1 to 1 is cut off.
  ///
  /// @param image [1, 3, height, width]
  public static Frame toFrame(FloatTensor image) {
    List<Long> sizes = image.shape().sizes();
    int height = Math.toIntExact(sizes.get(2));
    int width = Math.toIntExact(sizes.get(3));
    return frame(image.values(), 0, height * width, height, width);
  }

  /// As [#toFrame].
  ///
  /// @param video [1, 3, frames, height, width]
  public static List<Frame> toFrames(FloatTensor video) {
    List<Long> sizes = video.shape().sizes();
    int count = Math.toIntExact(sizes.get(2));
    int height = Math.toIntExact(sizes.get(3));
    int width = Math.toIntExact(sizes.get(4));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(frame(video.values(), i * height * width, count * height * width, height, width));
    }
    return frames;
  }

  /// @param first place of the first red value
  /// @param apart from one channel's values to the next one's
  private static Frame frame(float[] values, int first, int apart, int height, int width) {
    byte[] rgb = new byte[Frame.CHANNELS * width * height];
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < Frame.CHANNELS; c++) {
        float level = (values[first + c * apart + i] + 1f) * HALF_RANGE;
        rgb[i * Frame.CHANNELS + c] = (byte) Math.rint(Math.clamp(level, 0f, 255f));
      }
    }
    return new Frame(width, height, rgb);
  }
}
