package org.cinegraph.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aLogHasNeitherColoursNorBars() {
    ProgressView view = ProgressView.log(out);
    view.say("Run 7");
    view.change("a: memo hit");
    view.show(List.of(running(3)));

    assertThat(text()).isEqualTo("Run 7\na: memo hit\n").doesNotContain("\u001b");
  }

  @Test
  void aTerminalShowsTheNodesAndNotTheChanges() {
    ProgressView view = ProgressView.live(out, 80, 24);
    view.change("a: step 3 of 8");
    view.show(List.of(running(3)));

    assertThat(text()).isEqualTo("a  noop  [#######.............] step 3 of 8\u001b[K\n\u001b[J");
  }

  @Test
  void aTerminalIsRedrawnOnlyWhenSomethingChanged() {
    ProgressView view = ProgressView.live(out, 80, 24);
    view.show(List.of(running(3)));
    int before = written.size();
    view.show(List.of(running(3)));
    assertThat(written.size()).isEqualTo(before);

    view.show(List.of(running(4)));
    assertThat(text()).contains("\u001b[1A").endsWith("step 4 of 8\u001b[K\n\u001b[J");
  }

  @Test
  void aLineThatStaysIsWrittenAboveTheNodes() {
    ProgressView view = ProgressView.live(out, 80, 24);
    view.show(List.of(running(3)));
    view.say("Stopping");

    assertThat(text())
        .endsWith(
            "\u001b[1AStopping\u001b[K\na  noop  [#######.............] step 3 of 8"
                + "\u001b[K\n\u001b[J");
  }

  @Test
  void theSizeOfATerminalIsReadAsSttyWritesIt() {
    assertThat(ScreenSize.parse("50 132")).isEqualTo(new ScreenSize(132, 50));
    assertThat(ScreenSize.parse("0 0")).isEqualTo(new ScreenSize(80, 24));
    assertThat(ScreenSize.parse("stty: not a tty")).isEqualTo(new ScreenSize(80, 24));
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static NodeView running(int step) {
    return new NodeView("a", "noop", Phase.RUNNING, step, 8, Optional.empty(), "", false);
  }
}
