package org.cinegraph.nodes.audio.loudness;

/// The highest point of a channel between its samples too, at four times their rate: what a
/// converter would have to reach.
final class TruePeak {
  private static final int TIMES = 4;

  /// Samples on each side that a point between two is made of.
  private static final int REACH = 12;

  private static final double[][] TAPS = taps();

  /// The newest samples twice, so that they lie in one row from anywhere.
  private final double[] window = new double[4 * REACH];

  private int newest;
  private double highest;

  /// A windowed sine cardinal for each of the points between two samples.
  private static double[][] taps() {
    double[][] taps = new double[TIMES][2 * REACH];
    for (int phase = 0; phase < TIMES; phase++) {
      double sum = 0;
      for (int i = 0; i < 2 * REACH; i++) {
        double distance = i - (REACH - 1) - (double) phase / TIMES;
        double sine = distance == 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance);
        double part = Math.cos(Math.PI * distance / (2 * REACH + 1));
        taps[phase][i] = sine * part * part;
        sum += taps[phase][i];
      }
      for (int i = 0; i < 2 * REACH; i++) {
        taps[phase][i] /= sum;
      }
    }
    return taps;
  }

  void next(double sample) {
    window[newest] = sample;
    window[newest + 2 * REACH] = sample;
    newest = (newest + 1) % (2 * REACH);
    for (double[] phase : TAPS) {
      double point = 0;
      for (int i = 0; i < phase.length; i++) {
        point += phase[i] * window[newest + i];
      }
      highest = Math.max(highest, Math.abs(point));
    }
  }

  /// Full scale is 1. Ends the channel.
  double highest() {
    for (int i = 0; i < 2 * REACH; i++) {
      next(0);
    }
    return highest;
  }
}
