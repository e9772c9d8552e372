package org.cinegraph.nodes.video.colour;

import org.cinegraph.nodes.video.frame.Frame;

/// A frame as luma and two chroma planes of half its width and height: matrix BT.709, limited range
/// (luma 16 to 235, chroma 16 to 240), chroma sited on the left as H.264 assumes.
///
/// ffmpeg's own conversion would take BT.601 unless told otherwise; this one is integer arithmetic
/// and the same on every machine.
@SuppressWarnings("ArrayRecordComponent")
public record Bt709Planes(int width, int height, byte[] luma, byte[] blue, byte[] red) {
  private static final int BITS = 16;
  private static final double LUMA_RANGE = 219.0 / 255;
  private static final double CHROMA_RANGE = 224.0 / 255;
  private static final double KR = 0.2126;
  private static final double KB = 0.0722;
  private static final double KG = 1 - KR - KB;

  private static final int[] TO_LUMA = fixed(LUMA_RANGE * KR, LUMA_RANGE * KG, LUMA_RANGE * KB);
  private static final int[] TO_BLUE = chroma(-KR, -KG, 1 - KB, 2 * (1 - KB));
  private static final int[] TO_RED = chroma(1 - KR, -KG, -KB, 2 * (1 - KR));

  /// @throws IllegalArgumentException width or height is odd
  public static Bt709Planes of(Frame frame) {
    int width = frame.width();
    int height = frame.height();
    if (width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException(
          "Chroma of half the size needs even width and height, found " + width + "x" + height);
    }
    int quarter = width / 2 * (height / 2);
    Bt709Planes planes =
        new Bt709Planes(width, height, luma(frame), new byte[quarter], new byte[quarter]);
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2) {
        planes.setChroma(frame.rgb(), x, y);
      }
    }
    return planes;
  }

  private static byte[] luma(Frame frame) {
    byte[] rgb = frame.rgb();
    byte[] luma = new byte[frame.width() * frame.height()];
    for (int i = 0; i < luma.length; i++) {
      int at = i * Frame.CHANNELS;
      int sum =
          TO_LUMA[0] * (rgb[at] & 0xff)
              + TO_LUMA[1] * (rgb[at + 1] & 0xff)
              + TO_LUMA[2] * (rgb[at + 2] & 0xff);
      luma[i] = (byte) (16 + (sum + (1 << (BITS - 1)) >> BITS));
    }
    return luma;
  }

  /// A chroma sample stands on the left pixel of its pair: weights 1 2 1 across, 1 1 down.
  private void setChroma(byte[] rgb, int x, int y) {
    int left = Math.max(0, x - 1);
    int r = 0;
    int g = 0;
    int b = 0;
    for (int row = y; row <= y + 1; row++) {
      int before = (row * width + left) * Frame.CHANNELS;
      int here = (row * width + x) * Frame.CHANNELS;
      int after = here + Frame.CHANNELS;
      r += (rgb[before] & 0xff) + 2 * (rgb[here] & 0xff) + (rgb[after] & 0xff);
      g += (rgb[before + 1] & 0xff) + 2 * (rgb[here + 1] & 0xff) + (rgb[after + 1] & 0xff);
      b += (rgb[before + 2] & 0xff) + 2 * (rgb[here + 2] & 0xff) + (rgb[after + 2] & 0xff);
    }
    int at = y / 2 * (width / 2) + x / 2;
    blue[at] = chromaValue(TO_BLUE, r, g, b);
    red[at] = chromaValue(TO_RED, r, g, b);
  }

  /// The sums are over weights of 8 altogether, hence three bits more.
  private static byte chromaValue(int[] matrix, int r, int g, int b) {
    int sum = matrix[0] * r + matrix[1] * g + matrix[2] * b;
    return (byte) (128 + (sum + (1 << (BITS + 2)) >> (BITS + 3)));
  }

  private static int[] chroma(double red, double green, double blue, double spread) {
    double scale = CHROMA_RANGE / spread;
    return fixed(scale * red, scale * green, scale * blue);
  }

  /// Rounds the weights so that their sum is that of the exact ones: greys stay grey.
  private static int[] fixed(double red, double green, double blue) {
    int first = (int) Math.round(red * (1 << BITS));
    int last = (int) Math.round(blue * (1 << BITS));
    int sum = (int) Math.round((red + green + blue) * (1 << BITS));
    return new int[] {first, sum - first - last, last};
  }
}
