package org.cinegraph.nodes.video.plot;

import java.util.List;
import org.cinegraph.nodes.video.draw.Canvas;
import org.cinegraph.nodes.video.draw.Colour;
import org.cinegraph.nodes.video.draw.TextBlock;
import org.cinegraph.nodes.video.frame.Frame;

/// Draws the words and axes of a plot around its curve.
final class PlotPainter {
  /// What is written, and in which colours.
  record Look(String title, String across, String up, Colour ink, Colour paper, Colour line) {}

  /// Letters are twice as large in pictures from this width on.
  private static final int LARGE = 480;

  private static final int LETTER_HEIGHT = 9;
  private static final int TICK = 3;
  private static final int SPACE = 4;
  private static final int LETTERS_TO_A_TICK = 9;
  private static final int GRID_PERCENT = 12;

  private final Look look;
  private final int scale;
  private final int width;
  private final int height;
  private final Canvas canvas;
  private final Axis up;
  private final Axis across;
  private final int left;
  private final int right;
  private final int top;
  private final int bottom;

  PlotPainter(Look look, int width, int height, List<Double> x, List<Double> y) {
    this.look = look;
    this.width = width;
    this.height = height;
    this.scale = width < LARGE ? 1 : 2;
    this.canvas = Canvas.of(width, height, look.paper());
    int line = (LETTER_HEIGHT + SPACE) * scale;
    this.top = line / 2 + (look.title().isEmpty() ? 0 : line) + (look.up().isEmpty() ? 0 : line);
    this.bottom = height - 1 - TICK - line - (look.across().isEmpty() ? 0 : line);
    this.up = Axis.over(y, intervals(bottom - top, 2 * line));
    int widest = up.ticks().stream().mapToInt(tick -> wide(tick.label())).max().orElse(0);
    this.left = SPACE * scale + widest + SPACE + TICK;
    this.right = width - 1 - 2 * SPACE * scale;
    this.across = Axis.over(x, intervals(right - left, TextBlock.width(LETTERS_TO_A_TICK, scale)));
  }

  Frame draw(List<Double> x, List<Double> y, boolean joined) {
    words();
    horizontalAxis();
    verticalAxis();
    for (int i = 0; i < x.size(); i++) {
      int column = column(x.get(i));
      int row = row(y.get(i));
      if (joined && i > 0) {
        thickLine(column(x.get(i - 1)), row(y.get(i - 1)), column, row);
      }
      canvas.fill(column - 2, row - 2, 5, 5, look.line());
    }
    return canvas.frame();
  }

  private void words() {
    int line = (LETTER_HEIGHT + SPACE) * scale;
    write((width - wide(look.title())) / 2, line / 4, look.title());
    write(SPACE * scale, line / 4 + (look.title().isEmpty() ? 0 : line), look.up());
    int below = height - line + SPACE * scale / 2;
    write(left + (right - left - wide(look.across())) / 2, below, look.across());
  }

  private void horizontalAxis() {
    int written = Integer.MIN_VALUE;
    for (Axis.Tick tick : across.ticks()) {
      int column = column(tick.value());
      canvas.blend(column, top, 1, bottom - top, look.ink(), GRID_PERCENT);
      canvas.fill(column, bottom, 1, 1 + TICK, look.ink());
      int start = column - wide(tick.label()) / 2;
      // A label that would run into the one before, or out of the picture, is left out.
      if (start > written && start + wide(tick.label()) <= width) {
        write(start, bottom + 1 + TICK + 2, tick.label());
        written = start + wide(tick.label()) + SPACE;
      }
    }
    canvas.line(left, bottom, right, bottom, look.ink());
  }

  private void verticalAxis() {
    for (Axis.Tick tick : up.ticks()) {
      int row = row(tick.value());
      canvas.blend(left + 1, row, right - left, 1, look.ink(), GRID_PERCENT);
      canvas.fill(left - TICK, row, TICK, 1, look.ink());
      int start = left - TICK - SPACE - wide(tick.label());
      write(start, row - LETTER_HEIGHT * scale / 2 + scale, tick.label());
    }
    canvas.line(left, top, left, bottom, look.ink());
  }

  private void thickLine(int x0, int y0, int x1, int y1) {
    canvas.line(x0, y0, x1, y1, look.line());
    canvas.line(x0, y0 + 1, x1, y1 + 1, look.line());
  }

  private void write(int start, int above, String text) {
    canvas.text(start, above, text, scale, look.ink());
  }

  private int wide(String text) {
    return TextBlock.width(text.length(), scale);
  }

  private int column(double x) {
    return left + (int) Math.round(across.place(x) * (right - left));
  }

  private int row(double y) {
    return bottom - (int) Math.round(up.place(y) * (bottom - top));
  }

  private static int intervals(int room, int each) {
    return Math.clamp(room / each, 1, 10);
  }
}
