package org.cinegraph.bench.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;

/// Movies of the reference's prompts and seeds, held against what the package's maker found in his
/// own: colour, shape, motion and floor of the held-out prompts may be wrong in one movie more,
/// recall and precision of the bounces may be a twentieth lower.
///
/// The maker looked at frames as the network gives them, 64 by 64; ours have been enlarged, coded
/// and decoded.
///
/// @param heldOut of the first prompts of the reference's list, in its order
/// @param bounces in the same way
record ToyboxScore(ToyboxTable heldOut, ToyboxTable bounces, ToyboxReference reference) {
  private static final int CLIPS_BELOW = 1;
  private static final double SYNC_BELOW = 0.05;

  ToyboxScore {
    requireNonNull(heldOut, "heldOut is null");
    requireNonNull(bounces, "bounces is null");
    requireNonNull(reference, "reference is null");
  }

  /// Shares of 1, each with the reference's and the least that is allowed.
  List<Figure> figures() {
    ToyboxReference.Shares shares = reference.summary().heldOut();
    SyncScore expected = expectedSync();
    SyncScore found = bounces.sync();
    List<Figure> all = new ArrayList<>();
    all.add(clips("colour, held out", heldOut.rightColours(), shares.colour()));
    all.add(clips("shape, held out", heldOut.rightShapes(), shares.shape()));
    all.add(clips("motion, held out", heldOut.rightMotions(), shares.motion()));
    all.add(clips("floor, held out", heldOut.rightFloors(), shares.floor()));
    all.add(sync("recall, bounces", found.recall(), expected.recall()));
    all.add(sync("precision, bounces", found.precision(), expected.precision()));
    if (found.impacts() > 0) {
      Figure.Baseline baseline =
          new Figure.Baseline("reference", 1_000 * expected.medianSeconds(), "ms");
      all.add(
          new Figure(
              "median impact to onset, bounces",
              1_000 * found.medianSeconds(),
              "ms",
              Optional.of(baseline),
              Optional.empty(),
              new Goal.None()));
    }
    return List.copyOf(all);
  }

  /// That of the maker's movies of the same prompts.
  private SyncScore expectedSync() {
    return SyncScore.of(
        reference.bounces().stream()
            .limit(bounces.rows().size())
            .map(ToyboxScore::timesOf)
            .toList());
  }

  /// Of the maker's movies the times alone matter here.
  private static Finding timesOf(ToyboxReference.Clip clip) {
    return new Finding(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        clip.impacts(),
        clip.onsets(),
        0);
  }

  private Figure clips(String name, long right, double share) {
    double clips = heldOut.rows().size();
    long least = Math.round(share * clips) - CLIPS_BELOW;
    return share(name, right / clips, share, least / clips);
  }

  private static Figure sync(String name, double found, double expected) {
    return share(name, found, expected, expected - SYNC_BELOW);
  }

  private static Figure share(String name, double found, double expected, double least) {
    return new Figure(
        name,
        found,
        "",
        Optional.of(new Figure.Baseline("reference", expected, "")),
        Optional.empty(),
        new Goal.AtLeast(least, least));
  }
}
