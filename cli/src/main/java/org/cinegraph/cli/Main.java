package org.cinegraph.cli;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.process.HomeStack;
import org.cinegraph.cli.process.ProcessVerbs;
import org.cinegraph.cli.run.RunCommand;
import org.cinegraph.cli.run.SubmitCommand;
import org.cinegraph.cli.run.WatchCommand;
import org.cinegraph.cli.show.ShowVerbs;
import org.cinegraph.cli.store.StoreVerbs;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `cinegraph` command. A user's mistake costs a sentence on standard error and an exit code,
/// never a stack trace.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(commandLine(new HomeStack(terminal), terminal).execute(arguments));
  }

  static CommandLine commandLine(Connect connect, Terminal terminal) {
    CommandLine root =
        new CommandLine(new Root())
            .addSubcommand(new RunCommand(connect, terminal))
            .addSubcommand(new SubmitCommand(connect, terminal))
            .addSubcommand(new WatchCommand(connect, terminal));
    ShowVerbs.addTo(root, connect, terminal);
    StoreVerbs.addTo(root, connect, terminal);
    ProcessVerbs.addTo(root, terminal);
    root.addSubcommand(handingOver(new BenchCommand()));
    root.addSubcommand(handingOver(new ChaosCommand()));
    root.addSubcommand(new HelpVerb(terminal));
    HelpOption.addTo(root);
    root.setParameterExceptionHandler(new WrongUse(terminal));
    root.setExecutionExceptionHandler((failure, _, _) -> explain(failure, terminal));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(100);
    return root;
  }

  private static CommandLine handingOver(Object command) {
    return new CommandLine(command)
        .setUnmatchedOptionsArePositionalParams(true)
        .setStopAtPositional(true);
  }

  private static int explain(Exception failure, Terminal terminal) throws Exception {
    if (failure instanceof Refusal refusal) {
      terminal.err().println(refusal.sentence());
      return refusal.exitCode().number();
    }
    throw failure;
  }

  @Command(
      name = "cinegraph",
      mixinStandardHelpOptions = true,
      version = "cinegraph 0.1.0-SNAPSHOT",
      description = "Runs graphs of generative media, durably.",
      synopsisSubcommandLabel = "VERB",
      footer = {"", "VERB --help tells more; docs/cli.md tells all."})
  static final class Root {}
}
