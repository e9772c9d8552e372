package org.cinegraph.nodes.tensor.array;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;

/// The sizes of a tensor, outermost first. A scalar has none.
public record Shape(List<Long> sizes) {
  public Shape {
    sizes = List.copyOf(sizes);
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException("A size cannot be negative: " + sizes);
      }
    }
  }

  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).boxed().toList());
  }

  /// The number of elements.
  ///
  /// @throws ArithmeticException it does not fit a long
  public long elements() {
    long elements = 1;
    for (long size : sizes) {
      elements = Math.multiplyExact(elements, size);
    }
    return elements;
  }

  public long[] toArray() {
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /// As people write it: `3×64×64`.
  @Override
  public String toString() {
    if (sizes.isEmpty()) {
      return "scalar";
    }
    return sizes.stream().map(String::valueOf).collect(joining("×"));
  }
}
