package org.cinegraph.bench.check;

/// How much of each pixel of a frame the thing covers, with what follows from it.
///
/// @param frame the number of the frame
/// @param coverage 0 to 1, row by row
/// @param area the sum of the coverage
@SuppressWarnings("ArrayRecordComponent")
record Silhouette(int frame, double[] coverage, double area, double centreX, double centreY) {
  private static final double LEAST_COVERAGE = 0.3;

  static Silhouette of(int number, SmallFrame frame, Backdrop backdrop, Rgb thing) {
    double full = backdrop.distance(thing);
    double[] coverage = new double[frame.pixels().length];
    double area = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < coverage.length; i++) {
      double share = Math.min(1, backdrop.distance(frame.pixels()[i]) / full);
      if (share >= LEAST_COVERAGE) {
        coverage[i] = share;
        area += share;
        x += share * (i % SmallFrame.SIDE + 0.5);
        y += share * (i / SmallFrame.SIDE + 0.5);
      }
    }
    return new Silhouette(number, coverage, area, x / area, y / area);
  }

  double size() {
    return Math.sqrt(area);
  }

  /// How much the silhouette differs from an ideal one of the same area and centre, in areas.
  double differenceFrom(Shape shape) {
    double sum = 0;
    for (int i = 0; i < coverage.length; i++) {
      double x = i % SmallFrame.SIDE + 0.5 - centreX;
      double y = i / SmallFrame.SIDE + 0.5 - centreY;
      sum += Math.abs(coverage[i] - Math.clamp(0.5 + inside(shape, x, y), 0.0, 1.0));
    }
    return sum / area;
  }

  /// How far inside the ideal silhouette a place is, negative outside.
  private double inside(Shape shape, double x, double y) {
    return switch (shape) {
      case BALL -> Math.sqrt(area / Math.PI) - Math.hypot(x, y);
      case BOX -> Math.sqrt(area) / 2 - Math.max(Math.abs(x), Math.abs(y));
      case CONE -> {
        double half = Math.sqrt(area / 2.2);
        double depth = y + 4 * half / 3;
        yield Math.min(0.55 * depth - Math.abs(x), Math.min(depth, 2 * half - depth));
      }
    };
  }
}
