package org.cinegraph.nodes.video.frame;

/// One picture in memory: sRGB, 8 bits a channel, rows from the top, `red green blue` interleaved.
///
/// The array is not copied, in or out: whoever hands a frame on no longer writes to it.
///
/// @param rgb `3 * width * height` bytes
@SuppressWarnings("ArrayRecordComponent")
public record Frame(int width, int height, byte[] rgb) {
  public static final int CHANNELS = 3;

  public Frame {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("A frame of " + width + "x" + height + " has no pixel");
    }
    if (rgb.length != Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))) {
      throw new IllegalArgumentException(
          "A frame of " + width + "x" + height + " does not have " + rgb.length + " bytes");
    }
  }

  public static Frame blank(int width, int height) {
    return new Frame(width, height, new byte[CHANNELS * width * height]);
  }

  /// The value of a channel, 0 to 255.
  public int at(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
  }
}
