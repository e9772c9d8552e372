package org.cinegraph.nodes.tensor.array;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/// 32-bit floats in row-major order. Solvers, noise and the edges of programs work on it.
///
/// It does not copy: whoever hands over an array gives it up, and whoever reads one leaves it
/// unchanged.
public final class FloatTensor {
  private final Shape shape;
  private final float[] values;

  private FloatTensor(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  public static FloatTensor of(Shape shape, float[] values) {
    requireNonNull(shape, "shape is null");
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(
          "A tensor of "
              + shape
              + " needs "
              + shape.elements()
              + " values, found "
              + values.length);
    }
    return new FloatTensor(shape, values);
  }

  public static FloatTensor of(float[] values, long... sizes) {
    return of(Shape.of(sizes), values);
  }

  public Shape shape() {
    return shape;
  }

  /// The array itself, not a copy.
  public float[] values() {
    return values;
  }

  /// The first of a batch, as many as wanted: itself if that is all.
  public FloatTensor firstRows(long count) {
    long[] sizes = shape.toArray();
    if (sizes[0] == count) {
      return this;
    }
    sizes[0] = count;
    Shape fewer = Shape.of(sizes);
    return of(fewer, Arrays.copyOf(values, Math.toIntExact(fewer.elements())));
  }

  /// The same values under another shape.
  public FloatTensor reshape(long... sizes) {
    return of(Shape.of(sizes), values);
  }

  @Override
  public String toString() {
    return "FloatTensor " + shape;
  }
}
