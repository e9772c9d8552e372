package org.cinegraph.nodes.diffusion.kl;

import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Rectangles of tensors of [batch, channels, height, width]: the same one of every plane.
public final class Planes {
  private Planes() {}

  static int height(FloatTensor tensor) {
    return Math.toIntExact(tensor.shape().sizes().get(2));
  }

  static int width(FloatTensor tensor) {
    return Math.toIntExact(tensor.shape().sizes().get(3));
  }

  static int count(FloatTensor tensor) {
    return Math.toIntExact(tensor.shape().sizes().get(0) * tensor.shape().sizes().get(1));
  }

  public static FloatTensor blank(FloatTensor like, long channels, long height, long width) {
    long batch = like.shape().sizes().getFirst();
    float[] values = new float[Math.toIntExact(batch * channels * height * width)];
    return FloatTensor.of(values, batch, channels, height, width);
  }

  /// One of a batch.
  static FloatTensor item(FloatTensor from, int number) {
    FloatTensor item = blankItem(from);
    int length = item.values().length;
    System.arraycopy(from.values(), number * length, item.values(), 0, length);
    return item;
  }

  private static FloatTensor blankItem(FloatTensor from) {
    long channels = from.shape().sizes().get(1);
    float[] values = new float[Math.toIntExact(channels * height(from) * width(from))];
    return FloatTensor.of(values, 1, channels, height(from), width(from));
  }

  /// The rectangle, or what of it lies within.
  static FloatTensor cut(FloatTensor from, int top, int left, int height, int width) {
    int rows = Math.min(height, height(from) - top);
    int columns = Math.min(width, width(from) - left);
    FloatTensor piece = blank(from, from.shape().sizes().get(1), rows, columns);
    for (int line = 0; line < count(from) * rows; line++) {
      int source = (line / rows * height(from) + top + line % rows) * width(from) + left;
      System.arraycopy(from.values(), source, piece.values(), line * columns, columns);
    }
    return piece;
  }

  /// Writes a piece over a part of another tensor.
  public static void paste(FloatTensor piece, FloatTensor into, int top, int left) {
    int rows = height(piece);
    int columns = width(piece);
    for (int line = 0; line < count(piece) * rows; line++) {
      int target = (line / rows * height(into) + top + line % rows) * width(into) + left;
      System.arraycopy(piece.values(), line * columns, into.values(), target, columns);
    }
  }
}
