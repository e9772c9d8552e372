package org.cinegraph.nodes.video.draw;

import org.cinegraph.nodes.sdk.NodeFailure;

/// A colour in sRGB, each channel 0 to 255.
public record Colour(int red, int green, int blue) {
  public Colour {
    if (((red | green | blue) & ~0xff) != 0) {
      throw new IllegalArgumentException(
          "A colour has channels of 0 to 255, found %d,%d,%d".formatted(red, green, blue));
    }
  }

  /// Reads `white` or `#f0c020`.
  ///
  /// @param parameter for the message
  public static Colour parse(String parameter, String written) throws NodeFailure {
    if (written.matches("#[0-9a-fA-F]{6}")) {
      int rgb = Integer.parseInt(written.substring(1), 16);
      return new Colour(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }
    return Palette.find(written)
        .orElseThrow(() ->
            NodeFailure.user(
                "unknown-colour",
                "Parameter %s: expected one of %s or #rrggbb, found %s."
                    .formatted(parameter, String.join(", ", Palette.names()), written)));
  }
}
