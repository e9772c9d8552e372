package org.cinegraph.nodes.video.draw;

import org.cinegraph.nodes.video.frame.Frame;

/// A frame that is being drawn. What lies outside of it is cut off.
public final class Canvas {
  private final Frame frame;

  private Canvas(Frame frame) {
    this.frame = frame;
  }

  public static Canvas of(int width, int height, Colour paper) {
    Canvas canvas = new Canvas(Frame.blank(width, height));
    canvas.fill(0, 0, width, height, paper);
    return canvas;
  }

  /// Draws on a copy.
  public static Canvas over(Frame frame) {
    return new Canvas(new Frame(frame.width(), frame.height(), frame.rgb().clone()));
  }

  /// What has been drawn; nothing is drawn after that.
  public Frame frame() {
    return frame;
  }

  public void fill(int left, int top, int width, int height, Colour colour) {
    blend(left, top, width, height, colour, 100);
  }

  /// Lays a colour over what is there.
  ///
  /// @param percent 100 covers it
  public void blend(int left, int top, int width, int height, Colour colour, int percent) {
    for (int y = Math.max(0, top); y < Math.min(frame.height(), top + height); y++) {
      for (int x = Math.max(0, left); x < Math.min(frame.width(), left + width); x++) {
        mix(x, y, colour, percent);
      }
    }
  }

  /// @param scale pixels of the frame to a pixel of the letter
  public void text(int left, int top, String line, int scale, Colour ink) {
    for (int i = 0; i < line.length(); i++) {
      for (int y = 0; y < Glyphs.HEIGHT; y++) {
        for (int x = 0; x < Glyphs.WIDTH; x++) {
          if (Glyphs.isInk(line.charAt(i), x, y)) {
            int column = i * Glyphs.ADVANCE + x;
            fill(left + column * scale, top + y * scale, scale, scale, ink);
          }
        }
      }
    }
  }

  /// A line of one pixel between two points, both included (Bresenham).
  public void line(int x0, int y0, int x1, int y1, Colour ink) {
    int across = Math.abs(x1 - x0);
    int down = -Math.abs(y1 - y0);
    int error = across + down;
    int x = x0;
    int y = y0;
    fill(x, y, 1, 1, ink);
    while (x != x1 || y != y1) {
      int doubled = 2 * error;
      if (doubled >= down) {
        error += down;
        x += Integer.signum(x1 - x0);
      }
      if (doubled <= across) {
        error += across;
        y += Integer.signum(y1 - y0);
      }
      fill(x, y, 1, 1, ink);
    }
  }

  /// Puts a picture in.
  public void paste(Frame picture, int left, int top) {
    for (int y = Math.max(0, -top); y < Math.min(picture.height(), frame.height() - top); y++) {
      for (int x = Math.max(0, -left); x < Math.min(picture.width(), frame.width() - left); x++) {
        System.arraycopy(
            picture.rgb(),
            (y * picture.width() + x) * Frame.CHANNELS,
            frame.rgb(),
            ((top + y) * frame.width() + left + x) * Frame.CHANNELS,
            Frame.CHANNELS);
      }
    }
  }

  private void mix(int x, int y, Colour colour, int percent) {
    int at = (y * frame.width() + x) * Frame.CHANNELS;
    byte[] rgb = frame.rgb();
    rgb[at] = mixed(rgb[at], colour.red(), percent);
    rgb[at + 1] = mixed(rgb[at + 1], colour.green(), percent);
    rgb[at + 2] = mixed(rgb[at + 2], colour.blue(), percent);
  }

  private static byte mixed(byte below, int above, int percent) {
    return (byte) (((below & 0xff) * (100 - percent) + above * percent + 50) / 100);
  }
}
