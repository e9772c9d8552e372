package org.cinegraph.nodes.video.still;

import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;

/// A picture as a file holds it: the numbers of the file, no colour profile applied, turned as the
/// file says that it was taken. A file that these would not do justice to is refused.
///
/// The arrays are not copied, as in [Frame].
///
/// @param alpha one byte for each pixel, 255 where it covers all
@SuppressWarnings("ArrayRecordComponent")
public record Still(Frame colours, byte[] alpha) {
  private static final int OPAQUE = 255;

  public Still {
    requireNonNull(colours, "colours is null");
    if (alpha.length != colours.width() * colours.height()) {
      throw new IllegalArgumentException("An alpha of " + alpha.length + " bytes");
    }
  }

  /// The picture at an input.
  ///
  /// @throws NodeFailure the file is no PNG or JPEG, is damaged, too large or of another kind than
  ///   8 bits a channel
  public static Still read(NodeContext context, String port)
      throws NodeFailure, IOException, InterruptedException {
    return read(context, context.artifact(port), port);
  }

  private static Still read(NodeContext context, ArtifactReference reference, String port)
      throws NodeFailure, IOException, InterruptedException {
    Path file = context.fetch(reference);
    BufferedImage image = new StillDecoder(port, reference.mediaType(), file).decode();
    Still still = StillPixels.of(image);
    boolean isJpeg = reference.mediaType().equals("image/jpeg");
    return isJpeg ? Orientation.upright(still, Orientation.of(file)) : still;
  }

  /// As [#read], for whoever has no use for transparency.
  ///
  /// @throws NodeFailure also where something is not opaque
  public static Still requireOpaque(NodeContext context, String port)
      throws NodeFailure, IOException, InterruptedException {
    return requireOpaque(read(context, port), port);
  }

  private static Still requireOpaque(Still still, String port) throws NodeFailure {
    for (byte covered : still.alpha) {
      if ((covered & 0xff) != OPAQUE) {
        throw NodeFailure.user(
            "image-transparent",
            "Input %s was expected to be an opaque picture, found transparent pixels. Lay it over a background first; `mask-from-image` takes its alpha."
                .formatted(port));
      }
    }
    return still;
  }

  /// The colours of [#requireOpaque].
  public static Frame readOpaque(NodeContext context, String port)
      throws NodeFailure, IOException, InterruptedException {
    return requireOpaque(context, port).colours();
  }

  /// As [#readOpaque(NodeContext, String)], of one of several pictures.
  ///
  /// @param port for messages
  public static Frame readOpaque(NodeContext context, ArtifactReference reference, String port)
      throws NodeFailure, IOException, InterruptedException {
    return requireOpaque(read(context, reference, port), port).colours();
  }

  /// Stores a frame as a PNG.
  public static ArtifactReference store(NodeContext context, Frame frame)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(context.temporaryFolder(), "still", ".png");
    Files.write(file, Png.encode(frame));
    return context.store(file, Png.MEDIA_TYPE);
  }
}
