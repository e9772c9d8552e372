package org.cinegraph.nodes.diffusion.schedule;

/// Evenly spaced numbers, rounded as the reference rounds them.
final class Linspace {
  private Linspace() {}

  /// As numpy: in 64 bits, the last one exact.
  static double[] doubles(double start, double end, int count) {
    double[] values = new double[count];
    double step = count > 1 ? (end - start) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      values[i] = start + i * step;
    }
    if (count > 1) {
      values[count - 1] = end;
    }
    return values;
  }

  /// As torch in 32 bits: built from both ends.
  static float[] floats(double start, double end, int count) {
    float first = (float) start;
    float last = (float) end;
    float[] values = new float[count];
    float step = count > 1 ? (last - first) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 ? first + step * i : last - step * (count - 1 - i);
    }
    return values;
  }
}
