package org.cinegraph.cli.progress;

import java.io.PrintStream;
import java.util.List;

/// Shows how a run goes: as lines that are redrawn in place on a terminal, as a log elsewhere.
public final class ProgressView {
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final String LINES_UP = "\u001b[%dA";

  private final PrintStream out;
  private final boolean live;
  private final int width;
  private final int height;
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
    if (live) {
      redraw(List.of(line), last);
    } else {
      out.println(line);
    }
  }

  /// A change of a node: a line of the log; on a terminal the next [#show] tells it.
  public void change(String line) {
    if (!live) {
      out.println(line);
    }
  }

  /// The nodes as they are now.
  public void show(List<NodeView> nodes) {
    show(nodes, "");
  }

  /// The same for lines that are something else.
  ///
  /// @param noun what they are, all of them, with a space before it
  public void show(List<NodeView> nodes, String noun) {
    if (!live) {
      return;
    }
    List<String> lines = ProgressLines.of(nodes, width - 1, height - 2, noun);
    if (!lines.equals(last)) {
      redraw(List.of(), lines);
    }
  }

  /// Writes over what was drawn, in one piece and without clearing it first: nothing flickers.
  private void redraw(List<String> staying, List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (last.size() > 0) {
      text.append(LINES_UP.formatted(last.size()));
    }
    staying.forEach(line -> text.append(line).append(REST_OF_LINE).append('\n'));
    lines.forEach(line -> text.append(Colours.paint(line)).append(REST_OF_LINE).append('\n'));
    out.print(text.append(REST_OF_SCREEN));
    out.flush();
    last = lines;
  }
}
