package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Wall and floor of a clip, and how far a colour is from them and from all that blends between
/// them.
///
/// @param floor empty where the floor has none of the known colours
record Backdrop(Rgb measuredFloor, Optional<Floor> floor) {
  private static final int FIRST_ROW = 56;
  private static final int LAST_ROW = 62;
  private static final double FARTHEST = 40;

  static Backdrop of(List<SmallFrame> frames) {
    List<Rgb> pixels = new ArrayList<>();
    for (SmallFrame frame : frames) {
      for (int row = FIRST_ROW; row < LAST_ROW; row++) {
        for (int column = 0; column < SmallFrame.SIDE; column++) {
          pixels.add(frame.at(column, row));
        }
      }
    }
    Rgb measured = median(pixels);
    Floor nearest =
        Arrays.stream(Floor.values())
            .min(Comparator.comparingDouble(each -> each.rgb().distanceTo(measured)))
            .orElseThrow();
    boolean near = nearest.rgb().distanceTo(measured) < FARTHEST;
    return new Backdrop(measured, near ? Optional.of(nearest) : Optional.empty());
  }

  double distance(Rgb colour) {
    return colour.distanceToMixturesOf(Rgb.WALL, measuredFloor);
  }

  /// The median of each channel.
  static Rgb median(List<Rgb> pixels) {
    return new Rgb(median(pixels, Rgb::red), median(pixels, Rgb::green), median(pixels, Rgb::blue));
  }

  private static double median(List<Rgb> pixels, ToDoubleFunction<Rgb> channel) {
    return Numbers.median(pixels.stream().mapToDouble(channel).toArray());
  }
}
