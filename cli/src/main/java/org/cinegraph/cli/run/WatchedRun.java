package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.progress.ProgressView;
import org.cinegraph.cli.progress.ScreenSize;

/// A run with a user in front of it.
final class WatchedRun {
  private final Connection connection;
  private final Terminal terminal;
  private final Optional<Path> previews;

  WatchedRun(Connection connection, Terminal terminal, Optional<Path> previews) {
    this.connection = connection;
    this.terminal = terminal;
    this.previews = previews;
  }

  /// Shows the run until it has ended; Ctrl-C stops it in order.
  ///
  /// @return the run as it ended
  EndedRun toTheEnd(ByteString run, long from, Interrupts interrupts) throws InterruptedException {
    ProgressView view = view(terminal);
    StopByInterrupt stop = new StopByInterrupt(connection.control(), run, interrupts::count, view);
    return follow(run, from, view, stop);
  }

  /// Shows the run until it has ended, and leaves it alone.
  EndedRun lookOn(ByteString run, long from) throws InterruptedException {
    return follow(run, from, view(terminal), () -> {});
  }

  /// @param tick called several times a second
  private EndedRun follow(ByteString run, long from, ProgressView view, Runnable tick)
      throws InterruptedException {
    ControlClient control = connection.control();
    new FollowRun(control, run, view, new PreviewFiles(previews), System::nanoTime)
        .toTheEnd(
            from,
            () -> {
              LostStack.check(connection);
              tick.run();
            });
    return EndedRun.read(control, run);
  }

  /// As the terminal allows.
  static ProgressView view(Terminal terminal) {
    if (!terminal.progressIsLive()) {
      return ProgressView.log(terminal.err());
    }
    ScreenSize size = ScreenSize.ofTerminal();
    return ProgressView.live(terminal.err(), size.columns(), size.rows());
  }
}
