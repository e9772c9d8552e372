package org.cinegraph.nodes.audio.loudness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cinegraph.nodes.video.sound.SampleSource;

/// What BS.1770-4 says of a sound. A block is in memory at a time.
///
/// @param integrated loudness in LUFS; none where nothing is louder than -70
/// @param peak true peak in dBTP; -infinity in silence
record MeasuredLoudness(OptionalDouble integrated, double peak) {
  /// Quieter blocks are silence.
  static final double SILENCE = -70;

  /// Blocks so much below the mean are pauses.
  private static final double PAUSE = -10;

  private static final double OFFSET = -0.691;
  private static final int STEPS_A_SECOND = 10;
  private static final int STEPS_A_BLOCK = 4;
  private static final int READ = 1 << 14;

  /// Whether a sound has one block at least.
  static boolean isMeasurable(SampleSource sound) {
    return sound.samples() * STEPS_A_SECOND >= (long) STEPS_A_BLOCK * sound.rate();
  }

  static MeasuredLoudness of(SampleSource sound) throws IOException {
    int channels = sound.channels();
    KWeighting[] weights = new KWeighting[channels];
    TruePeak[] peaks = new TruePeak[channels];
    for (int c = 0; c < channels; c++) {
      weights[c] = new KWeighting(sound.rate());
      peaks[c] = new TruePeak();
    }
    List<Double> energies = new ArrayList<>();
    double energy = 0;
    long next = endOf(1, sound.rate());
    for (long at = 0; at < sound.samples(); at += READ) {
      float[][] samples = sound.read(at, (int) Math.min(READ, sound.samples() - at));
      for (int i = 0; i < samples[0].length; i++) {
        for (int c = 0; c < channels; c++) {
          double weighted = weights[c].next(samples[c][i]);
          energy += weighted * weighted;
          peaks[c].next(samples[c][i]);
        }
        if (at + i + 1 == next) {
          energies.add(energy);
          energy = 0;
          next = endOf(energies.size() + 1, sound.rate());
        }
      }
    }
    double highest = 0;
    for (TruePeak peak : peaks) {
      highest = Math.max(highest, peak.highest());
    }
    return new MeasuredLoudness(gated(energies, sound.rate()), 20 * Math.log10(highest));
  }

  /// The samples of so many tenths of a second.
  private static long endOf(long steps, int rate) {
    return (steps * rate + STEPS_A_SECOND / 2) / STEPS_A_SECOND;
  }

  private static OptionalDouble gated(List<Double> energies, int rate) {
    List<Double> blocks = new ArrayList<>();
    for (int i = 0; i + STEPS_A_BLOCK <= energies.size(); i++) {
      double sum = 0;
      for (int k = 0; k < STEPS_A_BLOCK; k++) {
        sum += energies.get(i + k);
      }
      blocks.add(sum / (endOf(i + STEPS_A_BLOCK, rate) - endOf(i, rate)));
    }
    OptionalDouble heard = meanAbove(blocks, SILENCE);
    return heard.isEmpty()
        ? heard
        : loudness(meanAbove(blocks, loudness(heard).getAsDouble() + PAUSE));
  }

  private static OptionalDouble meanAbove(List<Double> blocks, double gate) {
    return blocks.stream()
        .mapToDouble(Double::doubleValue)
        .filter(block -> loudness(OptionalDouble.of(block)).getAsDouble() > gate)
        .average();
  }

  private static OptionalDouble loudness(OptionalDouble energy) {
    return OptionalDouble.of(OFFSET + 10 * Math.log10(energy.orElseThrow()));
  }
}
