package org.cinegraph.nodes.diffusion.refocus;

import org.cinegraph.nodes.tensor.array.FloatTensor;

/// A region as the attentions of a layer see it. From pixels it is brought to fewer places as the
/// training of CosmicMan does: bilinearly, without smoothing before, corners not aligned.
final class RegionMap {
  private RegionMap() {}

  /// @param planes [planes, height, width] of the pixels of the picture
  /// @return one value for each place, 0 to 1
  static float[] of(Region region, FloatTensor planes, int width, int height, MapShape shape) {
    float[] pixels =
        switch (region) {
          case Region.Box box -> pixels(box, width, height);
          case Region.Plane(int index) -> plane(planes, index, width * height);
        };
    float[] picture = resized(pixels, width, height, shape.columns(), shape.rows());
    float[] all = new float[shape.places()];
    for (int frame = 0; frame < shape.frames(); frame++) {
      System.arraycopy(picture, 0, all, frame * picture.length, picture.length);
    }
    return all;
  }

  private static float[] plane(FloatTensor planes, int index, int pixels) {
    float[] plane = new float[pixels];
    System.arraycopy(planes.values(), index * pixels, plane, 0, pixels);
    return plane;
  }

  /// A pixel belongs to a box that has its middle.
  private static float[] pixels(Region.Box box, int width, int height) {
    float[] pixels = new float[width * height];
    for (int y = 0; y < height; y++) {
      double down = (y + 0.5) / height;
      for (int x = 0; x < width; x++) {
        double across = (x + 0.5) / width;
        boolean inside =
            box.left() <= across
                && across < box.right()
                && box.top() <= down
                && down < box.bottom();
        pixels[y * width + x] = inside ? 1 : 0;
      }
    }
    return pixels;
  }

  private static float[] resized(float[] pixels, int width, int height, int columns, int rows) {
    float[] resized = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      Between down = Between.of(row, height, rows);
      for (int column = 0; column < columns; column++) {
        Between across = Between.of(column, width, columns);
        float above = across.of(pixels, down.low() * width);
        float below = across.of(pixels, down.high() * width);
        resized[row * columns + column] = above + down.part() * (below - above);
      }
    }
    return resized;
  }

  /// Two pixels of a line and how far a place lies towards the second.
  private record Between(int low, int high, float part) {
    static Between of(int place, int pixels, int places) {
      float scale = (float) pixels / places;
      float at = Math.max(0, (place + 0.5f) * scale - 0.5f);
      int low = Math.min((int) at, pixels - 1);
      return new Between(low, Math.min(low + 1, pixels - 1), at - low);
    }

    float of(float[] pixels, int line) {
      return pixels[line + low] + part * (pixels[line + high] - pixels[line + low]);
    }
  }
}
