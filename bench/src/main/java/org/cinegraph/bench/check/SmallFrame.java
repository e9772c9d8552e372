package org.cinegraph.bench.check;

import org.cinegraph.nodes.video.frame.Frame;

/// A frame of 64 by 64 pixels: larger ones averaged over boxes.
@SuppressWarnings("ArrayRecordComponent")
record SmallFrame(Rgb[] pixels) {
  static final int SIDE = 64;

  static SmallFrame of(Frame frame) {
    Rgb[] pixels = new Rgb[SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        pixels[row * SIDE + column] = average(frame, column, row);
      }
    }
    return new SmallFrame(pixels);
  }

  Rgb at(int column, int row) {
    return pixels[row * SIDE + column];
  }

  private static Rgb average(Frame frame, int column, int row) {
    int left = column * frame.width() / SIDE;
    int right = Math.max(left + 1, (column + 1) * frame.width() / SIDE);
    int top = row * frame.height() / SIDE;
    int bottom = Math.max(top + 1, (row + 1) * frame.height() / SIDE);
    double red = 0;
    double green = 0;
    double blue = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        red += frame.at(x, y, 0);
        green += frame.at(x, y, 1);
        blue += frame.at(x, y, 2);
      }
    }
    double count = (double) (right - left) * (bottom - top);
    return new Rgb(red / count, green / count, blue / count);
  }
}
