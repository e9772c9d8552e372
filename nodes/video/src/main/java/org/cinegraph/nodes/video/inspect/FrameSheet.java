package org.cinegraph.nodes.video.inspect;

import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;

/// Frames of a video, evenly spread over its length, side by side in one picture.
final class FrameSheet {
  private static final int MOST_CELL_SIDE = 256;
  private static final int GAP = 2;

  private final long frames;
  private final int cells;
  private final int columns;
  private final int cellWidth;
  private final int cellHeight;
  private final Frame sheet;
  private int filled;

  /// @param mostColumns frames in a row; 0: about as many as there are rows
  FrameSheet(VideoFormat format, long frames, int mostCells, int mostColumns) {
    this.frames = frames;
    this.cells = (int) Math.min(frames, mostCells);
    int square = (int) Math.ceil(Math.sqrt(cells));
    this.columns = mostColumns == 0 ? square : Math.min(cells, mostColumns);
    double shrink =
        Math.min(1, (double) MOST_CELL_SIDE / Math.max(format.width(), format.height()));
    this.cellWidth = Math.max(1, (int) Math.round(format.width() * shrink));
    this.cellHeight = Math.max(1, (int) Math.round(format.height() * shrink));
    int rows = Math.ceilDiv(cells, columns);
    this.sheet = Frame.blank(columns * (cellWidth + GAP) - GAP, rows * (cellHeight + GAP) - GAP);
  }

  /// Takes the next frame of the video; keeps its picture where it is one of the chosen.
  void offer(long number, Frame frame) {
    if (filled == cells || number != filled * frames / cells) {
      return;
    }
    Frame cell = frame;
    if (frame.width() != cellWidth || frame.height() != cellHeight) {
      cell = Resampling.BICUBIC.resize(frame, cellWidth, cellHeight);
    }
    int left = filled % columns * (cellWidth + GAP);
    int top = filled / columns * (cellHeight + GAP);
    for (int y = 0; y < cellHeight; y++) {
      System.arraycopy(
          cell.rgb(),
          y * cellWidth * Frame.CHANNELS,
          sheet.rgb(),
          ((top + y) * sheet.width() + left) * Frame.CHANNELS,
          cellWidth * Frame.CHANNELS);
    }
    filled++;
  }

  Frame sheet() {
    return sheet;
  }
}
