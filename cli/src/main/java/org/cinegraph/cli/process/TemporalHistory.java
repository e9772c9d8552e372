package org.cinegraph.cli.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.StackState;
import org.cinegraph.workflows.server.TemporalException;
import org.cinegraph.workflows.server.TemporalRecords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `temporal history`: what Temporal itself recorded of a run.
@Command(
    name = "history",
    description = "Print what Temporal recorded of a run: its workflows and their events")
final class TemporalHistory implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "A run's id, or the beginning of one")
  private String run = "";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Cinegraph's folder; else $CINEGRAPH_HOME, else ~/.cinegraph")
  private @Nullable Path folder;

  @Option(names = "--temporal", paramLabel = "HOST:PORT", description = "Else that of the home")
  private @Nullable String temporal;

  @Option(
      names = "--save",
      paramLabel = "FOLDER/NAME",
      description = "Write the history of each workflow to FOLDER/NAME-N.json, to be replayed")
  private @Nullable Path save;

  TemporalHistory(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String address = temporal == null ? ofHome() : temporal;
    try {
      if (save != null) {
        return save(address, save);
      }
      if (!TemporalRecords.print(address, run, terminal.out())) {
        throw unknown(address);
      }
      return ExitCode.OK.number();
    } catch (TemporalException e) {
      throw new Refusal(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  private int save(String address, Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    List<Path> files =
        TemporalRecords.save(address, run, folder, file.getFileName().toString(), terminal.out());
    if (files.isEmpty()) {
      throw unknown(address);
    }
    files.forEach(terminal.out()::println);
    return ExitCode.OK.number();
  }

  private Refusal unknown(String address) {
    return Refusal.usage(
        "Temporal at %s has no record of run %s; ./cinegraph runs list shows the runs."
            .formatted(address, run));
  }

  private String ofHome() {
    Home home = Optional.ofNullable(folder).map(Home::new).orElseGet(Home::locate);
    return StackState.read(home)
        .filter(StackState::isAlive)
        .map(StackState::temporal)
        .orElseThrow(() ->
            new Refusal(
                ExitCode.UNREACHABLE,
                "No stack runs in "
                    + home.folder()
                    + ": start one with `./cinegraph serve`, or give --temporal."));
  }
}
