package org.cinegraph.nodes.audio.loudness;

/// BS.1770's weighting of a channel by how well it is heard: a shelf for what the head does to high
/// notes, and a filter that leaves out the lowest. The standard has numbers for 48 kHz; those of
/// other rates follow from the analogue filters behind them.
final class KWeighting {
  private static final double SHELF_HERTZ = 1681.974450955533;
  private static final double SHELF_DECIBELS = 3.999843853973347;
  private static final double SHELF_QUALITY = 0.7071752369554196;
  private static final double SHELF_MIDDLE = 0.4996667741545416;
  private static final double LOWEST_HERTZ = 38.13547087602444;
  private static final double LOWEST_QUALITY = 0.5003270373238773;

  /// A second-order section and what it remembers.
  private static final class Section {
    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private double first;
    private double second;

    Section(double b0, double b1, double b2, double a1, double a2) {
      this.b0 = b0;
      this.b1 = b1;
      this.b2 = b2;
      this.a1 = a1;
      this.a2 = a2;
    }

    double next(double x) {
      double y = b0 * x + first;
      first = b1 * x - a1 * y + second;
      second = b2 * x - a2 * y;
      return y;
    }
  }

  private final Section shelf;
  private final Section lowest;

  KWeighting(int rate) {
    this.shelf = shelf(rate);
    this.lowest = lowest(rate);
  }

  double next(double sample) {
    return lowest.next(shelf.next(sample));
  }

  private static Section shelf(int rate) {
    double k = Math.tan(Math.PI * SHELF_HERTZ / rate);
    double high = Math.pow(10, SHELF_DECIBELS / 20);
    double middle = Math.pow(high, SHELF_MIDDLE);
    double a0 = 1 + k / SHELF_QUALITY + k * k;
    return new Section(
        (high + middle * k / SHELF_QUALITY + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - middle * k / SHELF_QUALITY + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / SHELF_QUALITY + k * k) / a0);
  }

  private static Section lowest(int rate) {
    double k = Math.tan(Math.PI * LOWEST_HERTZ / rate);
    double a0 = 1 + k / LOWEST_QUALITY + k * k;
    return new Section(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / LOWEST_QUALITY + k * k) / a0);
  }
}
