package org.cinegraph.nodes.video.mask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;
import org.cinegraph.nodes.video.still.Still;

/// Where something is to happen, and how much of it: 255 all, 0 nothing. As an artifact it is a
/// grey PNG of 8 bits.
///
/// The array is not copied: whoever hands a mask on no longer writes to it.
///
/// @param levels row by row from the top
@SuppressWarnings("ArrayRecordComponent")
public record Mask(int width, int height, byte[] levels) {
  /// From this level on a network that knows black and white alone is told white.
  public static final int HALF = 128;

  public Mask {
    if (width < 1 || height < 1 || levels.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          "A mask of %d×%d does not have %d levels".formatted(width, height, levels.length));
    }
  }

  /// The mask at an input.
  ///
  /// @throws NodeFailure it is no readable picture, or one with colours
  public static Mask read(NodeContext context, String port)
      throws NodeFailure, IOException, InterruptedException {
    return read(context, context.artifact(port), port);
  }

  /// One of several masks.
  ///
  /// @param port for messages
  public static Mask read(NodeContext context, ArtifactReference reference, String port)
      throws NodeFailure, IOException, InterruptedException {
    Frame picture = Still.readOpaque(context, reference, port);
    byte[] rgb = picture.rgb();
    byte[] levels = new byte[picture.width() * picture.height()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = rgb[i * Frame.CHANNELS];
      if (levels[i] != rgb[i * Frame.CHANNELS + 1] || levels[i] != rgb[i * Frame.CHANNELS + 2]) {
        throw NodeFailure.user(
            "not-a-mask",
            "Input %s was expected to be a mask, which is grey, found a colour at column %d of row %d. `mask-from-image` makes a mask of an image."
                .formatted(port, i % picture.width(), i / picture.width()));
      }
    }
    return new Mask(picture.width(), picture.height(), levels);
  }

  public ArtifactReference store(NodeContext context) throws IOException, InterruptedException {
    Path file = Files.createTempFile(context.temporaryFolder(), "mask", ".png");
    Files.write(file, Png.encodeGrey(width, height, levels));
    return context.store(file, Png.MEDIA_TYPE);
  }

  /// 0 to 255.
  public int at(int x, int y) {
    return levels[y * width + x] & 0xff;
  }

  /// @param port of this mask
  /// @param other the port of what it belongs to
  /// @throws NodeFailure the two have different sizes
  public void requireSize(String port, String other, int otherWidth, int otherHeight)
      throws NodeFailure {
    requireSize(port, width, height, other, otherWidth, otherHeight);
  }

  /// As [#requireSize(String, String, int, int)], of any two pictures.
  public static void requireSize(
      String port, int width, int height, String other, int otherWidth, int otherHeight)
      throws NodeFailure {
    if (width != otherWidth || height != otherHeight) {
      throw NodeFailure.user(
          "size-mismatch",
          "Input %s was expected to be %d×%d pixels as input %s, found %d×%d. Bring its image to that size with `resize`."
              .formatted(port, otherWidth, otherHeight, other, width, height));
    }
  }
}
