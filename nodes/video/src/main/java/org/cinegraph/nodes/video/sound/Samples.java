package org.cinegraph.nodes.video.sound;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/// Sound in memory.
///
/// @param values one array per channel, of equal lengths; not copied
@SuppressWarnings("ArrayRecordComponent")
public record Samples(int rate, float[]... values) implements SampleSource {
  public Samples {
    if (rate < 1 || values.length < 1) {
      throw new IllegalArgumentException(
          "Sound of " + values.length + " channels at " + rate + " Hz");
    }
    requireNonNull(values[0], "channel is null");
  }

  /// All of a source, for short sound.
  public static Samples of(SampleSource source) throws IOException {
    return new Samples(source.rate(), source.read(0, Math.toIntExact(source.samples())));
  }

  @Override
  public int channels() {
    return values.length;
  }

  @Override
  public long samples() {
    return values[0].length;
  }

  @Override
  public float[][] read(long first, int count) {
    float[][] result = new float[values.length][count];
    int from = (int) Math.max(0, first);
    int to = (int) Math.min(values[0].length, first + count);
    for (int c = 0; c < values.length && from < to; c++) {
      System.arraycopy(values[c], from, result[c], (int) (from - first), to - from);
    }
    return result;
  }

  /// The mean of the channels.
  public float[] mono() {
    float[] result = new float[values[0].length];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (float[] channel : values) {
        sum += channel[i];
      }
      result[i] = (float) (sum / values.length);
    }
    return result;
  }
}
