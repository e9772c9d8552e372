package org.cinegraph.cli.progress;

import java.io.PrintStream;
import java.util.List;

/// Shows how a run goes: as lines that are redrawn in place on a terminal, as a log elsewhere.
public final class ProgressView {
  private static final String ERASE_LINE = "\u001b[2K";
  private static final String LINES_UP = "\u001b[%dA";

  private final PrintStream out;
  private final boolean live;
  private final int width;
  private final int height;
  private int drawn;
  private List<String> last = List.of();

  private ProgressView(PrintStream out, boolean live, int width, int height) {
    this.out = out;
    this.live = live;
    this.width = width;
    this.height = height;
  }

  public static ProgressView live(PrintStream out, int width, int height) {
    return new ProgressView(out, true, width, height);
  }

  public static ProgressView log(PrintStream out) {
    return new ProgressView(out, false, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /// A line that stays, above the lines that are redrawn.
  public void say(String line) {
    if (!live) {
      out.println(line);
      return;
    }
    erase();
    out.println(line);
    draw(last);
  }

  /// A change of a node: a line of the log; on a terminal the next [#show] tells it.
  public void change(String line) {
    if (!live) {
      out.println(line);
    }
  }

  /// The nodes as they are now.
  public void show(List<NodeView> nodes) {
    if (!live) {
      return;
    }
    List<String> lines = ProgressLines.of(nodes, width - 1, height - 2);
    if (!lines.equals(last)) {
      erase();
      draw(lines);
    }
  }

  private void erase() {
    if (drawn > 0) {
      StringBuilder text = new StringBuilder(LINES_UP.formatted(drawn)).append('\r');
      for (int i = 0; i < drawn; i++) {
        text.append(ERASE_LINE).append('\n');
      }
      out.print(text.append(LINES_UP.formatted(drawn)));
      drawn = 0;
    }
  }

  private void draw(List<String> lines) {
    lines.forEach(line -> out.println(Colours.paint(line)));
    drawn = lines.size();
    last = lines;
    out.flush();
  }
}
