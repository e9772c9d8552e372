package org.cinegraph.nodes.text;

import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// Puts the rows of a conditioning together.
final class Rows {
  private Rows() {}

  /// One row of a batch: [1, …].
  static FloatTensor of(FloatTensor batch, int row) {
    long[] sizes = batch.shape().toArray();
    sizes[0] = 1;
    Shape shape = Shape.of(sizes);
    int length = Math.toIntExact(shape.elements());
    return FloatTensor.of(
        shape, Arrays.copyOfRange(batch.values(), row * length, (row + 1) * length));
  }

  /// Two rows as a batch: [2, …].
  static FloatTensor of(FloatTensor first, FloatTensor second) {
    float[] values = Arrays.copyOf(first.values(), 2 * first.values().length);
    System.arraycopy(second.values(), 0, values, first.values().length, second.values().length);
    long[] sizes = first.shape().toArray();
    sizes[0] = 2;
    return FloatTensor.of(values, sizes);
  }

  static FloatTensor zeros(FloatTensor like) {
    return FloatTensor.of(like.shape(), new float[like.values().length]);
  }

  /// The states of several encoders side by side, word by word: [batch, words, sum of widths].
  static FloatTensor beside(List<FloatTensor> parts) {
    long[] sizes = parts.getFirst().shape().toArray();
    int words = Math.toIntExact(sizes[0] * sizes[1]);
    sizes[2] = parts.stream().mapToLong(part -> part.shape().sizes().getLast()).sum();
    int width = Math.toIntExact(sizes[2]);
    float[] joined = new float[words * width];
    int start = 0;
    for (FloatTensor part : parts) {
      int own = part.values().length / words;
      for (int word = 0; word < words; word++) {
        System.arraycopy(part.values(), word * own, joined, word * width + start, own);
      }
      start += own;
    }
    return FloatTensor.of(joined, sizes);
  }

  /// That every word of hidden states counts.
  static FloatTensor allPresent(FloatTensor hidden) {
    List<Long> sizes = hidden.shape().sizes();
    float[] present = new float[Math.toIntExact(sizes.get(0) * sizes.get(1))];
    Arrays.fill(present, 1);
    return FloatTensor.of(present, sizes.get(0), sizes.get(1));
  }
}
