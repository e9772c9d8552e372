package org.cinegraph.cli.verb;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Terminal;
import picocli.CommandLine;

/// Puts the verbs of this package under their nouns.
public final class RunVerbs {
  private RunVerbs() {}

  /// @param runs the noun `runs`
  public static CommandLine addTo(CommandLine runs, Connect connect, Terminal terminal) {
    return runs.addSubcommand(new StopRun(connect, terminal))
        .addSubcommand(new KillRun(connect, terminal))
        .addSubcommand(new PauseRun(connect, terminal))
        .addSubcommand(new ResumeRun(connect, terminal));
  }
}
