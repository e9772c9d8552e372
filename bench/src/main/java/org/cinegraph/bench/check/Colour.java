package org.cinegraph.bench.check;

/// The colours that a thing can have, in the order of the data's numbering.
public enum Colour {
  RED(225, 45, 45),
  GREEN(60, 200, 80),
  BLUE(60, 110, 245),
  YELLOW(240, 220, 60),
  PURPLE(175, 70, 215),
  WHITE(242, 242, 242);

  private final Rgb rgb;

  Colour(int red, int green, int blue) {
    rgb = new Rgb(red, green, blue);
  }

  Rgb rgb() {
    return rgb;
  }
}
