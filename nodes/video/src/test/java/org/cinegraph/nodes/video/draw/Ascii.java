package org.cinegraph.nodes.video.draw;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.video.frame.Frame;

/// A frame as text, for tests that look at what has been drawn.
public final class Ascii {
  private Ascii() {}

  /// A line for each row: X where green is at least so bright.
  public static List<String> of(Frame frame, int least) {
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < frame.height(); y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < frame.width(); x++) {
        row.append(frame.at(x, y, 1) >= least ? 'X' : '.');
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
