package org.cinegraph.cli.process;

import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.workflows.server.TemporalBinary;
import org.cinegraph.workflows.server.TemporalException;
import picocli.CommandLine.Command;

/// `temporal install`: builds the pinned server into the cache.
@Command(
    name = "install",
    description = "Build the Temporal server from its pinned Go module into the cache")
final class TemporalInstall implements Callable<Integer> {
  private final Terminal terminal;

  TemporalInstall(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      terminal.out().println(TemporalBinary.inCache().install(terminal.err()::println));
      return ExitCode.OK.number();
    } catch (TemporalException e) {
      throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
