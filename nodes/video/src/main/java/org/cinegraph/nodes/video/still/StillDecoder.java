package org.cinegraph.nodes.video.still;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Decodes a PNG or JPEG by the JDK's readers. What the file promises is looked at before any pixel
/// is, so that a small file cannot ask for much memory.
///
/// @param port for messages
record StillDecoder(String port, String mediaType, Path file) {
  private static final List<String> KNOWN = List.of("image/png", "image/jpeg");

  /// As large as a contact sheet can be.
  private static final int MOST_PIXELS = 1 << 26;

  private static final int BITS = 8;
  private static final int PNG_SIGNATURE = 8;

  BufferedImage decode() throws NodeFailure, IOException {
    if (!KNOWN.contains(mediaType)) {
      throw refused("not-an-image", "found " + mediaType + ". Convert it to one of them");
    }
    if (isAnimated()) {
      throw refused("image-unsupported", "found one that moves. Give one of its pictures");
    }
    ImageReader reader = ImageIO.getImageReadersByMIMEType(mediaType).next();
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in, true, true);
      return decode(reader);
    } catch (IIOException | RuntimeException e) {
      // On damaged files the readers fail in many ways, few of them declared.
      throw refused(
          "image-damaged",
          "found a %s that cannot be decoded (%s). Write it anew, in RGB"
              .formatted(mediaType, reason(e)));
    } finally {
      reader.dispose();
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private BufferedImage decode(ImageReader reader) throws NodeFailure, IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
    requireBounded(reader.getWidth(0), reader.getHeight(0));
    ImageTypeSpecifier type = reader.getRawImageType(0);
    if (type != null && type.getSampleModel().getSampleSize(0) > BITS) {
      throw deep(type.getSampleModel().getSampleSize(0));
    }
    BufferedImage image = reader.read(0);
    if (image.getSampleModel().getSampleSize(0) > BITS) {
      throw deep(image.getSampleModel().getSampleSize(0));
    }
    if (mediaType.equals("image/jpeg") && image.getRaster().getNumBands() > Frame.CHANNELS) {
      throw refused(
          "image-unsupported", "found four channels, as printers want them. Convert it to RGB");
    }
    for (String warning : warnings) {
      if (warning.contains("Corrupt") || warning.contains("Truncated")) {
        throw refused("image-damaged", "found a damaged one (%s)".formatted(warning));
      }
    }
    return image;
  }

  private NodeFailure deep(int bits) {
    return refused("image-unsupported", "found %d bits a channel. Convert it to 8".formatted(bits));
  }

  private void requireBounded(int width, int height) throws NodeFailure {
    int side = VideoFormat.MOST_PIXELS_A_SIDE;
    if (width > side || height > side || (long) width * height > MOST_PIXELS) {
      throw refused(
          "image-too-large",
          "found %d×%d pixels; at most %d and %d a side are taken. Make it smaller"
              .formatted(width, height, MOST_PIXELS, side));
    }
  }

  /// Whether it is an animated PNG: those say so before the first pixels.
  private boolean isAnimated() throws IOException {
    if (!mediaType.equals("image/png")) {
      return false;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      in.skipNBytes(PNG_SIGNATURE);
      while (true) {
        long length = Integer.toUnsignedLong(in.readInt());
        String type = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
        if (type.equals("acTL") || type.equals("IDAT")) {
          return type.equals("acTL");
        }
        in.skipNBytes(length + Integer.BYTES);
      }
    } catch (EOFException e) {
      return false;
    }
  }

  private NodeFailure refused(String code, String what) {
    return NodeFailure.user(
        code,
        "Input %s was expected to be a PNG or JPEG of 8 bits a channel, %s.".formatted(port, what));
  }
}
