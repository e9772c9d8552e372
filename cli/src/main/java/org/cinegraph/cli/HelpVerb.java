package org.cinegraph.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help`, of a verb that stands under a noun too: `help runs fork`.
@Command(name = "help", description = "Tell all options of a verb: help runs fork")
final class HelpVerb implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "0..*", paramLabel = "VERB", description = "The verb, as it is called")
  private final List<String> path = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  HelpVerb(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandLine command = requireNonNull(spec).root().commandLine();
    for (String word : path) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        terminal.err().println(WrongUse.noVerb(command, word));
        return ExitCode.USAGE.number();
      }
      command = next;
    }
    terminal.out().print(command.getUsageMessage());
    return ExitCode.OK.number();
  }
}
