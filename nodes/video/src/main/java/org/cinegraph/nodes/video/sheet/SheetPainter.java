package org.cinegraph.nodes.video.sheet;

import org.cinegraph.nodes.video.draw.Canvas;
import org.cinegraph.nodes.video.draw.Colour;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;

/// Puts one picture after another where the layout has it.
final class SheetPainter {
  private final SheetLayout layout;
  private final Colour ink;
  private final Canvas canvas;
  private int added;

  SheetPainter(SheetLayout layout, Colour ink, Colour paper) {
    this.layout = layout;
    this.ink = ink;
    this.canvas = Canvas.of(layout.width(), layout.height(), paper);
  }

  void add(Frame picture) {
    Frame cell = shrunk(picture);
    int left = layout.left(added);
    int top = layout.top(added);
    canvas.paste(
        cell,
        left + (layout.cellWidth() - cell.width()) / 2,
        top + (layout.cellHeight() - cell.height()) / 2);
    if (!layout.captions().isEmpty()) {
      int below = top + layout.cellHeight() + SheetLayout.CAPTION_GAP;
      layout.captions().get(added).draw(canvas, left, below, layout.cellWidth(), ink);
    }
    added++;
  }

  Frame sheet() {
    return canvas.frame();
  }

  private Frame shrunk(Frame picture) {
    VideoFormat format = new VideoFormat(picture.width(), picture.height(), FrameRate.of(1));
    int width = SheetLayout.shrunk(picture.width(), format, layout.side());
    int height = SheetLayout.shrunk(picture.height(), format, layout.side());
    if (width == picture.width() && height == picture.height()) {
      return picture;
    }
    return Resampling.BICUBIC.resize(picture, width, height);
  }
}
