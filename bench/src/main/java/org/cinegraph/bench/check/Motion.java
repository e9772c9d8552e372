package org.cinegraph.bench.check;

/// What a thing can do, in the order of the data's numbering, and how the three shapes sound at it.
public enum Motion {
  BOUNCE(420, 760, 1_200),
  LEFT(140, 210, 300),
  RIGHT(140, 210, 300),
  GROW(260, 380, 540);

  private final double[] hertz;

  Motion(double... hertz) {
    this.hertz = hertz;
  }

  double hertz(Shape shape) {
    return hertz[shape.ordinal()];
  }

  /// The shape whose pitch at this motion is the nearest.
  Shape shapeThatSounds(double found) {
    Shape nearest = Shape.BALL;
    for (Shape shape : Shape.values()) {
      if (Math.abs(hertz(shape) - found) < Math.abs(hertz(nearest) - found)) {
        nearest = shape;
      }
    }
    return nearest;
  }
}
