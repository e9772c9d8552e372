package org.cinegraph.nodes.audio.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.video.sound.SampleSource;

/// Where a sound becomes loud. Reads a window of 10 ms at a time.
///
/// @param seconds where the first of the moments begin
/// @param loudest root mean square of the loudest window, 0 to about 1
record LoudMoments(long count, List<Double> seconds, double loudest) {
  /// A list of outputs travels with the result, so that it must stay small.
  static final int MOST_LISTED = 1_000;

  private static final int WINDOWS_A_SECOND = 100;
  private static final int WINDOWS_READ_AT_ONCE = 100;

  LoudMoments {
    seconds = List.copyOf(seconds);
  }

  static LoudMoments find(SampleSource sound, double threshold) throws IOException {
    int window = Math.max(1, sound.rate() / WINDOWS_A_SECOND);
    List<Double> begins = new ArrayList<>();
    long count = 0;
    double loudest = 0;
    boolean loud = false;
    for (long first = 0; first < sound.samples(); first += (long) window * WINDOWS_READ_AT_ONCE) {
      float[][] block = sound.read(first, window * WINDOWS_READ_AT_ONCE);
      for (int i = 0; i < WINDOWS_READ_AT_ONCE; i++) {
        double level = level(block, i * window, window);
        loudest = Math.max(loudest, level);
        if (!loud && level >= threshold) {
          loud = true;
          count++;
          if (begins.size() < MOST_LISTED) {
            begins.add((double) (first + (long) i * window) / sound.rate());
          }
        } else if (level < threshold / 2) {
          loud = false;
        }
      }
    }
    return new LoudMoments(count, begins, loudest);
  }

  private static double level(float[][] block, int from, int window) {
    double sum = 0;
    for (float[] channel : block) {
      for (int i = from; i < from + window; i++) {
        sum += (double) channel[i] * channel[i];
      }
    }
    return Math.sqrt(sum / ((double) window * block.length));
  }
}
