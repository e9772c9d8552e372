package org.cinegraph.bench.check;

/// The colours that a floor can have, in the order of the data's numbering.
public enum Floor {
  GREEN(35, 95, 50),
  BLUE(40, 55, 130),
  GRAY(115, 115, 115),
  BROWN(120, 78, 40);

  private final Rgb rgb;

  Floor(int red, int green, int blue) {
    rgb = new Rgb(red, green, blue);
  }

  Rgb rgb() {
    return rgb;
  }
}
