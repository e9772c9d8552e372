package org.cinegraph.nodes.video.resample;

import org.cinegraph.nodes.video.frame.Frame;

/// Which source samples make each target sample of a line, and with what weights.
@SuppressWarnings("ArrayRecordComponent")
record Taps(int[][] sources, float[][] weights) {
  static Taps of(Resampling resampling, int from, int to) {
    return resampling == Resampling.NEAREST ? nearest(from, to) : filtered(resampling, from, to);
  }

  private static Taps nearest(int from, int to) {
    int[][] sources = new int[to][];
    float[][] weights = new float[to][];
    for (int target = 0; target < to; target++) {
      // In whole numbers, so that no rounding decides where two samples are as near.
      sources[target] = new int[] {(int) ((2L * target + 1) * from / (2L * to))};
      weights[target] = new float[] {1};
    }
    return new Taps(sources, weights);
  }

  private static Taps filtered(Resampling resampling, int from, int to) {
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
    float[] line = line(frame, y);
    float[] result = new float[sources.length * Frame.CHANNELS];
    for (int target = 0; target < sources.length; target++) {
      int[] from = sources[target];
      float[] by = weights[target];
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int i = 0; i < from.length; i++) {
        int at = from[i] * Frame.CHANNELS;
        float weight = by[i];
        red += weight * line[at];
        green += weight * line[at + 1];
        blue += weight * line[at + 2];
      }
      result[target * Frame.CHANNELS] = red;
      result[target * Frame.CHANNELS + 1] = green;
      result[target * Frame.CHANNELS + 2] = blue;
    }
    return result;
  }

  private static float[] line(Frame frame, int y) {
    int length = frame.width() * Frame.CHANNELS;
    float[] line = new float[length];
    byte[] rgb = frame.rgb();
    for (int x = 0; x < length; x++) {
      line[x] = rgb[y * length + x] & 0xff;
    }
    return line;
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
      rgb[y * length + x] = (byte) Math.min(255, Math.max(0, (int) (sum[x] + 0.5f)));
    }
  }
}
