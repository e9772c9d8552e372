package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.List;

/// How sounds and impacts of several movies fit together. The median alone is fooled by noise,
/// which has an onset near everything: look at precision too.
///
/// @param impacts seen, those of the first 60 ms aside: the first frames show no fall
/// @param onsets heard
/// @param impactsHeard impacts with an onset within 62.5 ms
/// @param onsetsSeen onsets with an impact within 62.5 ms
/// @param distances from each impact to its nearest onset, in seconds, at most 0.25
public record SyncScore(
    int impacts, int onsets, int impactsHeard, int onsetsSeen, List<Double> distances) {
  private static final double TOLERANCE_SECONDS = 0.0625;
  private static final double FIRST_SECONDS = 0.06;
  private static final double MOST_SECONDS = 0.25;

  public SyncScore {
    distances = List.copyOf(distances);
  }

  /// Of movies that show a bounce.
  public static SyncScore of(List<Finding> findings) {
    int onsets = 0;
    int impactsHeard = 0;
    int onsetsSeen = 0;
    List<Double> distances = new ArrayList<>();
    for (Finding finding : findings) {
      List<Double> impacts =
          finding.impacts().stream().filter(impact -> impact > FIRST_SECONDS).toList();
      for (double impact : impacts) {
        double distance = Math.min(MOST_SECONDS, nearest(impact, finding.onsets()));
        distances.add(distance);
        impactsHeard += distance <= TOLERANCE_SECONDS ? 1 : 0;
      }
      for (double onset : finding.onsets()) {
        onsets++;
        onsetsSeen += nearest(onset, impacts) <= TOLERANCE_SECONDS ? 1 : 0;
      }
    }
    return new SyncScore(distances.size(), onsets, impactsHeard, onsetsSeen, distances);
  }

  /// The share of impacts that are heard; 0 where there is none.
  public double recall() {
    return impacts == 0 ? 0 : (double) impactsHeard / impacts;
  }

  /// The share of onsets that are seen; 0 where there is none.
  public double precision() {
    return onsets == 0 ? 0 : (double) onsetsSeen / onsets;
  }

  /// NaN where there is no impact.
  public double medianSeconds() {
    return Numbers.median(distances.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double nearest(double time, List<Double> others) {
    double nearest = Double.POSITIVE_INFINITY;
    for (double other : others) {
      nearest = Math.min(nearest, Math.abs(other - time));
    }
    return nearest;
  }
}
