package org.cinegraph.nodes.video.still;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.cinegraph.nodes.video.frame.Frame;

/// The numbers of a decoded picture. They are taken from its raster: the picture's own conversion
/// to RGB would brighten grey, which it believes to be linear.
final class StillPixels {
  private StillPixels() {}

  static Still of(BufferedImage image) {
    Frame colours = Frame.blank(image.getWidth(), image.getHeight());
    byte[] alpha = new byte[image.getWidth() * image.getHeight()];
    Arrays.fill(alpha, (byte) 0xff);
    if (image.getColorModel() instanceof IndexColorModel palette) {
      fill(image.getRaster(), palette, colours.rgb(), alpha);
    } else {
      fill(image.getRaster(), colours.rgb(), alpha);
    }
    return new Still(colours, alpha);
  }

  private static void fill(Raster raster, IndexColorModel palette, byte[] rgb, byte[] alpha) {
    int width = raster.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        rgb[at * Frame.CHANNELS] = (byte) palette.getRed(row[x]);
        rgb[at * Frame.CHANNELS + 1] = (byte) palette.getGreen(row[x]);
        rgb[at * Frame.CHANNELS + 2] = (byte) palette.getBlue(row[x]);
        alpha[at] = (byte) palette.getAlpha(row[x]);
      }
    }
  }

  /// One or three channels of colour, and perhaps one of alpha.
  private static void fill(Raster raster, byte[] rgb, byte[] alpha) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int apart = bands < Frame.CHANNELS ? 0 : 1;
    boolean transparent = bands == 2 || bands == 4;
    int[] row = new int[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        for (int c = 0; c < Frame.CHANNELS; c++) {
          rgb[at * Frame.CHANNELS + c] = (byte) row[x * bands + c * apart];
        }
        if (transparent) {
          alpha[at] = (byte) row[x * bands + bands - 1];
        }
      }
    }
  }
}
