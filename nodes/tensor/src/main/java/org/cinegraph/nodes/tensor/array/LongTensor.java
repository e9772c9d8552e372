package org.cinegraph.nodes.tensor.array;

import static java.util.Objects.requireNonNull;

/// 64-bit integers in row-major order: token numbers. It does not copy, as [FloatTensor].
public final class LongTensor {
  private final Shape shape;
  private final long[] values;

  private LongTensor(Shape shape, long[] values) {
    this.shape = shape;
    this.values = values;
  }

  public static LongTensor of(Shape shape, long[] values) {
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
    return new LongTensor(shape, values);
  }

  public Shape shape() {
    return shape;
  }

  /// The array itself, not a copy.
  public long[] values() {
    return values;
  }

  @Override
  public String toString() {
    return "LongTensor " + shape;
  }
}
