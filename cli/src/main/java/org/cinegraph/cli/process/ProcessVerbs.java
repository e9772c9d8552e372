package org.cinegraph.cli.process;

import org.cinegraph.cli.client.Terminal;
import picocli.CommandLine;

/// Adds the verbs of this package.
public final class ProcessVerbs {
  private ProcessVerbs() {}

  public static void addTo(CommandLine root, Terminal terminal) {
    root.addSubcommand(new ServeCommand(terminal));
    root.addSubcommand(new WorkerCommand());
    root.addSubcommand(
        new CommandLine(new TemporalVerb())
            .addSubcommand(new TemporalInstall(terminal))
            .addSubcommand(new TemporalHistory(terminal)));
    root.addSubcommand(new DoctorCommand(terminal));
  }
}
