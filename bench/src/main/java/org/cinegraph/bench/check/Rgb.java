package org.cinegraph.bench.check;

/// A colour, 0 to 255 a channel.
record Rgb(double red, double green, double blue) {
  static final Rgb WALL = new Rgb(26, 26, 36);

  double distanceTo(Rgb other) {
    return Math.sqrt(minus(other).dot(minus(other)));
  }

  /// The distance to the nearest of all mixtures of two colours.
  double distanceToMixturesOf(Rgb one, Rgb two) {
    Rgb line = two.minus(one);
    double length = line.dot(line);
    double share = length == 0 ? 0 : Math.clamp(minus(one).dot(line) / length, 0.0, 1.0);
    return distanceTo(
        new Rgb(
            one.red + share * line.red,
            one.green + share * line.green,
            one.blue + share * line.blue));
  }

  private Rgb minus(Rgb other) {
    return new Rgb(red - other.red, green - other.green, blue - other.blue);
  }

  private double dot(Rgb other) {
    return red * other.red + green * other.green + blue * other.blue;
  }
}
