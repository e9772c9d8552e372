package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What stands before the backdrop: its colour, and its silhouette in each frame that shows it.
///
/// @param colour empty where it has none of the known colours
/// @param silhouettes one per frame that shows enough of it and something else, in order
record Thing(Optional<Colour> colour, List<Silhouette> silhouettes) {
  private static final double SURELY_THING = 50;
  private static final int LEAST_PIXELS = 25;

  /// A third of the frame: what fills it is no thing before a backdrop. The largest thing that the
  /// recipe draws takes an eighth.
  private static final int MOST_PIXELS = SmallFrame.SIDE * SmallFrame.SIDE / 3;

  private static final int LEAST_FRAMES = 24;
  private static final int LEAST_INNER_PIXELS = 50;
  private static final double FARTHEST = 70;

  /// @return empty where too few frames show anything
  static Optional<Thing> of(List<SmallFrame> frames, Backdrop backdrop) {
    List<Integer> shown = new ArrayList<>();
    List<Rgb> inner = new ArrayList<>();
    List<Rgb> all = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      boolean[] mask = mask(frames.get(i), backdrop);
      int pixels = count(mask);
      if (pixels >= LEAST_PIXELS && pixels <= MOST_PIXELS) {
        shown.add(i);
        collect(frames.get(i), mask, inner, all);
      }
    }
    if (shown.size() < LEAST_FRAMES) {
      return Optional.empty();
    }
    Rgb measured = Backdrop.median(inner.size() > LEAST_INNER_PIXELS ? inner : all);
    List<Silhouette> silhouettes =
        shown.stream().map(i -> Silhouette.of(i, frames.get(i), backdrop, measured)).toList();
    return Optional.of(new Thing(nearest(measured), silhouettes));
  }

  private static Optional<Colour> nearest(Rgb measured) {
    Colour nearest =
        Arrays.stream(Colour.values())
            .min(Comparator.comparingDouble(each -> each.rgb().distanceTo(measured)))
            .orElseThrow();
    boolean near = nearest.rgb().distanceTo(measured) < FARTHEST;
    return near ? Optional.of(nearest) : Optional.empty();
  }

  private static boolean[] mask(SmallFrame frame, Backdrop backdrop) {
    boolean[] mask = new boolean[frame.pixels().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = backdrop.distance(frame.pixels()[i]) > SURELY_THING;
    }
    return mask;
  }

  private static int count(boolean[] mask) {
    int count = 0;
    for (boolean each : mask) {
      count += each ? 1 : 0;
    }
    return count;
  }

  private static void collect(SmallFrame frame, boolean[] mask, List<Rgb> inner, List<Rgb> all) {
    int side = SmallFrame.SIDE;
    for (int i = 0; i < mask.length; i++) {
      if (!mask[i]) {
        continue;
      }
      all.add(frame.pixels()[i]);
      boolean atBorder =
          i % side == 0 || i % side == side - 1 || i < side || i >= mask.length - side;
      if (!atBorder && mask[i - 1] && mask[i + 1] && mask[i - side] && mask[i + side]) {
        inner.add(frame.pixels()[i]);
      }
    }
  }
}
