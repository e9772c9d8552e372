package org.cinegraph.nodes.diffusion.image;

import java.util.OptionalInt;
import org.cinegraph.nodes.sdk.NodeFailure;

/// The size of an image, in pixels and in latents.
///
/// @param scale pixels a side for one latent
public record ImageSize(int width, int height, int scale) {
  /// As an author asks for it.
  ///
  /// @param fallback side of the latents that the model was trained on; 0 if it does not say
  /// @throws NodeFailure a side is no multiple of the scale, or is not known
  public static ImageSize of(OptionalInt width, OptionalInt height, int fallback, int scale)
      throws NodeFailure {
    return new ImageSize(
        side("width", width, fallback, scale), side("height", height, fallback, scale), scale);
  }

  private static int side(String name, OptionalInt given, int fallback, int scale)
      throws NodeFailure {
    if (given.isEmpty() && fallback == 0) {
      throw NodeFailure.user(
          "size-unknown",
          "Parameter %s: the model does not say for which size it was made. Give width and height."
              .formatted(name));
    }
    int side = given.orElse(fallback * scale);
    if (side % scale != 0) {
      throw NodeFailure.user(
          "size-unsupported",
          "Parameter %s: the model takes multiples of %d, found %d. The nearest %s."
              .formatted(name, scale, side, nearest(side, scale)));
    }
    return side;
  }

  /// Two sizes may be as near.
  private static String nearest(int side, int scale) {
    int below = side / scale * scale;
    int above = below + scale;
    if (below > 0 && side - below == above - side) {
      return "are %d and %d".formatted(below, above);
    }
    return "is %d".formatted(below > 0 && side - below < above - side ? below : above);
  }

  public int rows() {
    return height / scale;
  }

  public int columns() {
    return width / scale;
  }
}
