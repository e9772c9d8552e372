package org.cinegraph.nodes.video.draw;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The colours that have names: those of the demo model `toybox`, and black. Green and blue have
/// two shades, since a floor is darker than a thing that stands on it.
public final class Palette {
  private record Named(String name, Colour colour) {}

  private static final List<Named> COLOURS =
      List.of(
          new Named("red", new Colour(225, 45, 45)),
          new Named("green", new Colour(60, 200, 80)),
          new Named("green", new Colour(35, 95, 50)),
          new Named("blue", new Colour(60, 110, 245)),
          new Named("blue", new Colour(40, 55, 130)),
          new Named("yellow", new Colour(240, 220, 60)),
          new Named("purple", new Colour(175, 70, 215)),
          new Named("white", new Colour(242, 242, 242)),
          new Named("gray", new Colour(115, 115, 115)),
          new Named("brown", new Colour(120, 78, 40)),
          new Named("black", new Colour(0, 0, 0)));

  private Palette() {}

  /// In the order of the palette.
  public static List<String> names() {
    return COLOURS.stream().map(Named::name).distinct().toList();
  }

  static Optional<Colour> find(String name) {
    return COLOURS.stream().filter(each -> each.name.equals(name)).findFirst().map(Named::colour);
  }

  /// The name of the colour that is nearest by Euclid's distance; the earlier of two as near.
  ///
  /// @param red and the other channels from 0 to 255
  public static String nearest(double red, double green, double blue) {
    return COLOURS.stream()
        .min(Comparator.comparingDouble(each -> distance(each.colour, red, green, blue)))
        .orElseThrow()
        .name();
  }

  private static double distance(Colour colour, double red, double green, double blue) {
    double r = colour.red() - red;
    double g = colour.green() - green;
    double b = colour.blue() - blue;
    return r * r + g * g + b * b;
  }
}
