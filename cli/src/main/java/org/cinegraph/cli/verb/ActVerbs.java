package org.cinegraph.cli.verb;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Terminal;
import picocli.CommandLine;

/// Puts the verbs of this package under their nouns.
public final class ActVerbs {
  private ActVerbs() {}

  /// @param runs the noun `runs`
  public static CommandLine addToRuns(CommandLine runs, Connect connect, Terminal terminal) {
    return runs.addSubcommand(new StopRun(connect, terminal))
        .addSubcommand(new KillRun(connect, terminal))
        .addSubcommand(new RecoverRun(connect, terminal))
        .addSubcommand(new RetryNode(connect, terminal))
        .addSubcommand(new ReleaseNode(connect, terminal))
        .addSubcommand(new RerunRun(connect, terminal))
        .addSubcommand(new ForkRun(connect, terminal))
        .addSubcommand(new SetPriority(connect, terminal))
        .addSubcommand(new PauseRun(connect, terminal))
        .addSubcommand(new ResumeRun(connect, terminal))
        .addSubcommand(new DeleteRun(connect, terminal));
  }

  /// The answers to what runs ask.
  public static void addTo(CommandLine root, Connect connect, Terminal terminal) {
    root.addSubcommand(new ApproveNode(connect, terminal))
        .addSubcommand(new RejectNode(connect, terminal));
  }

  /// @param workers the noun `workers`
  public static CommandLine addToWorkers(CommandLine workers, Connect connect, Terminal terminal) {
    return workers.addSubcommand(new DrainWorker(connect, terminal));
  }
}
