package org.cinegraph.nodes.video.sheet;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.draw.TextBlock;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// Where everything stands on a sheet.
///
/// @param side most pixels of a picture a side
/// @param cellWidth of the largest picture
/// @param cellHeight of the largest picture, captions aside
/// @param captions empty, or one for each picture
record SheetLayout(
    int items,
    int columns,
    int gap,
    int side,
    int cellWidth,
    int cellHeight,
    List<TextBlock> captions) {
  /// Bounds the memory of the sheet.
  private static final int MOST_PIXELS = 1 << 26;

  /// Between a picture and its caption.
  static final int CAPTION_GAP = 3;

  /// Room for a few letters under the smallest picture.
  private static final int LEAST_CELL = 16;

  SheetLayout {
    captions = List.copyOf(captions);
  }

  /// @param columns 0: about as many as rows
  static SheetLayout of(
      List<VideoFormat> pictures, int side, int columns, int gap, List<String> captions)
      throws NodeFailure {
    if (!captions.isEmpty() && captions.size() != pictures.size()) {
      throw NodeFailure.user(
          "captions-mismatch",
          "Parameter captions of contact-sheet: expected none or one for each of %d pictures, found %d."
              .formatted(pictures.size(), captions.size()));
    }
    int width = LEAST_CELL;
    int height = LEAST_CELL;
    for (VideoFormat picture : pictures) {
      width = Math.max(width, shrunk(picture.width(), picture, side));
      height = Math.max(height, shrunk(picture.height(), picture, side));
    }
    List<TextBlock> blocks = new ArrayList<>();
    for (int i = 0; i < captions.size(); i++) {
      blocks.add(TextBlock.small("Item " + i + " of captions", captions.get(i), width));
    }
    int square = (int) Math.ceil(Math.sqrt(pictures.size()));
    int across = columns == 0 ? square : Math.min(columns, pictures.size());
    SheetLayout layout = new SheetLayout(pictures.size(), across, gap, side, width, height, blocks);
    layout.requireBounded();
    return layout;
  }

  /// A side of a picture after it has been made to fit.
  static int shrunk(int pixels, VideoFormat picture, int side) {
    int longer = Math.max(picture.width(), picture.height());
    return longer <= side ? pixels : Math.max(1, (int) Math.round((double) pixels * side / longer));
  }

  int width() {
    return columns * (cellWidth + gap) - gap;
  }

  int height() {
    return rows() * (rowHeight() + gap) - gap;
  }

  int left(int item) {
    return item % columns * (cellWidth + gap);
  }

  int top(int item) {
    return item / columns * (rowHeight() + gap);
  }

  private int rows() {
    return Math.ceilDiv(items, columns);
  }

  private int rowHeight() {
    int most = captions.stream().mapToInt(TextBlock::height).max().orElse(-CAPTION_GAP);
    return cellHeight + CAPTION_GAP + most;
  }

  private void requireBounded() throws NodeFailure {
    if ((long) width() * height() > MOST_PIXELS) {
      throw NodeFailure.user(
          "sheet-too-large",
          "contact-sheet would be %d×%d pixels, at most %d are allowed. Set side lower than %d or show fewer."
              .formatted(width(), height(), MOST_PIXELS, side));
    }
  }
}
