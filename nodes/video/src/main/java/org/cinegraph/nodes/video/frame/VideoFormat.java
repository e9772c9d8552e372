package org.cinegraph.nodes.video.frame;

import static java.util.Objects.requireNonNull;

/// What all frames of a video have in common.
public record VideoFormat(int width, int height, FrameRate rate) {
  /// Wide enough for 16K; keeps the size of a frame within an array.
  public static final int MOST_PIXELS_A_SIDE = 16_384;

  public VideoFormat {
    if (width < 1 || height < 1 || width > MOST_PIXELS_A_SIDE || height > MOST_PIXELS_A_SIDE) {
      throw new IllegalArgumentException(
          "A video is 1 to "
              + MOST_PIXELS_A_SIDE
              + " pixels a side, found "
              + width
              + "x"
              + height);
    }
    requireNonNull(rate, "rate is null");
  }

  /// @throws IllegalArgumentException the frame is of another size
  public void requireSizeOf(Frame frame) {
    if (frame.width() != width || frame.height() != height) {
      throw new IllegalArgumentException(
          "A frame of %dx%d does not belong to a video of %dx%d"
              .formatted(frame.width(), frame.height(), width, height));
    }
  }
}
