package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.List;

/// What can be heard: when sounds set on, and the strongest pitch.
final class Hearing {
  static final int RATE = 16_000;

  private static final double HOP_SECONDS = 0.005;
  private static final int HOP = (int) (RATE * HOP_SECONDS);
  private static final int LOOK_BACK = 4;
  private static final int LEAST_HOPS_APART = 20;
  private static final double LEAST_RISE = 0.03;
  private static final double LEAST_SHARE_OF_LOUDEST = 0.25;
  private static final int WINDOW = 4_096;
  private static final double LOWEST_HERTZ = 80;
  private static final double HIGHEST_HERTZ = 1_600;

  private Hearing() {}

  /// In seconds.
  static List<Double> onsets(float[] samples) {
    double[] level = levels(samples);
    double loudest = 0;
    for (double each : level) {
      loudest = Math.max(loudest, each);
    }
    double least = Math.max(LEAST_SHARE_OF_LOUDEST * loudest, LEAST_RISE);
    List<Double> onsets = new ArrayList<>();
    int last = -LEAST_HOPS_APART;
    for (int k = 0; k < level.length; k++) {
      double before = lowestBefore(level, k);
      boolean rises = level[k] - before > least && level[k] > 2 * before;
      if (rises && k - last >= LEAST_HOPS_APART) {
        onsets.add(k * HOP_SECONDS);
        last = k;
      }
    }
    return List.copyOf(onsets);
  }

  /// The strongest pitch of the loudest quarter second, in hertz.
  static double pitch(float[] samples) {
    double[] window = loudestWindow(samples);
    double strongest = -1;
    double found = LOWEST_HERTZ;
    double bin = (double) RATE / WINDOW;
    for (int k = (int) Math.ceil(LOWEST_HERTZ / bin); k * bin <= HIGHEST_HERTZ; k++) {
      double power = power(window, k);
      if (power > strongest) {
        strongest = power;
        found = k * bin;
      }
    }
    return found;
  }

  /// Silence is heard before the first sample.
  private static double lowestBefore(double[] level, int k) {
    double lowest = k < LOOK_BACK ? 0 : level[k - 1];
    for (int i = Math.max(0, k - LOOK_BACK); i < k; i++) {
      lowest = Math.min(lowest, level[i]);
    }
    return lowest;
  }

  private static double[] levels(float[] samples) {
    double[] levels = new double[samples.length / HOP];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = Math.sqrt(energy(samples, k * HOP, HOP) / HOP);
    }
    return levels;
  }

  private static double[] loudestWindow(float[] samples) {
    double[] energyBefore = new double[samples.length + 1];
    for (int i = 0; i < samples.length; i++) {
      energyBefore[i + 1] = energyBefore[i] + (double) samples[i] * samples[i];
    }
    int best = 0;
    for (int start = 0; start + WINDOW <= samples.length; start += HOP) {
      double energy = energyBefore[start + WINDOW] - energyBefore[start];
      if (energy > energyBefore[best + WINDOW] - energyBefore[best]) {
        best = start;
      }
    }
    double[] window = new double[WINDOW];
    for (int i = 0; i < WINDOW && best + i < samples.length; i++) {
      window[i] = samples[best + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
    }
    return window;
  }

  private static double energy(float[] samples, int start, int count) {
    double sum = 0;
    for (int i = start; i < start + count; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum;
  }

  /// The power of one frequency, by Goertzel's recurrence.
  private static double power(double[] window, int bin) {
    double turn = 2 * Math.cos(2 * Math.PI * bin / WINDOW);
    double last = 0;
    double beforeLast = 0;
    for (double sample : window) {
      double next = sample + turn * last - beforeLast;
      beforeLast = last;
      last = next;
    }
    return last * last + beforeLast * beforeLast - turn * last * beforeLast;
  }
}
