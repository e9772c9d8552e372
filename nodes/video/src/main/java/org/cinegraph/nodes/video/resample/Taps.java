package org.cinegraph.nodes.video.resample;

import org.cinegraph.nodes.video.frame.Frame;

/// Which source samples make each target sample of a line, and with what weights.
@SuppressWarnings("ArrayRecordComponent")
record Taps(int[][] sources, float[][] weights) {
  static Taps of(Resampling resampling, int from, int to) {
    double scale = (double) from / to;
    double stretch = Math.max(1, scale);
    int[][] sources = new int[to][];
    float[][] weights = new float[to][];
    for (int target = 0; target < to; target++) {
      double centre = (target + 0.5) * scale - 0.5;
      int first = (int) Math.ceil(centre - resampling.support() * stretch);
      int last = (int) Math.floor(centre + resampling.support() * stretch);
      if (!resampling.repeatsBorder()) {
        first = Math.max(0, first);
        last = Math.min(from - 1, last);
      }
      sources[target] = new int[last - first + 1];
      weights[target] = new float[last - first + 1];
      double[] exact = new double[last - first + 1];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        sources[target][i] = Math.clamp(first + i, 0, from - 1);
        exact[i] = resampling.weight((first + i - centre) / stretch);
        sum += exact[i];
      }
      for (int i = 0; i < exact.length; i++) {
        weights[target][i] = (float) (exact[i] / sum);
      }
    }
    return new Taps(sources, weights);
  }

  int count(int target) {
    return sources[target].length;
  }

  int source(int target, int tap) {
    return sources[target][tap];
  }

  float weight(int target, int tap) {
    return weights[target][tap];
  }

  float[] filterRow(Frame frame, int y) {
    byte[] rgb = frame.rgb();
    int row = y * frame.width() * Frame.CHANNELS;
    float[] result = new float[sources.length * Frame.CHANNELS];
    for (int target = 0; target < sources.length; target++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      int[] from = sources[target];
      float[] by = weights[target];
      for (int i = 0; i < from.length; i++) {
        int at = row + from[i] * Frame.CHANNELS;
        red += by[i] * (rgb[at] & 0xff);
        green += by[i] * (rgb[at + 1] & 0xff);
        blue += by[i] * (rgb[at + 2] & 0xff);
      }
      result[target * Frame.CHANNELS] = red;
      result[target * Frame.CHANNELS + 1] = green;
      result[target * Frame.CHANNELS + 2] = blue;
    }
    return result;
  }

  void filterColumns(float[][] rows, int y, Frame result) {
    int length = result.width() * Frame.CHANNELS;
    float[] sum = new float[length];
    for (int i = 0; i < sources[y].length; i++) {
      float[] row = rows[sources[y][i]];
      float by = weights[y][i];
      for (int x = 0; x < length; x++) {
        sum[x] += by * row[x];
      }
    }
    byte[] rgb = result.rgb();
    for (int x = 0; x < length; x++) {
      rgb[y * length + x] = (byte) (int) Math.clamp(sum[x] + 0.5f, 0f, 255f);
    }
  }
}
