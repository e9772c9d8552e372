package org.cinegraph.cli;

import java.util.List;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.check.NearestNames;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line: a verb that there is not in one sentence, anything else
/// with the options of its verb.
final class WrongUse implements IParameterExceptionHandler {
  private final Terminal terminal;

  WrongUse(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    boolean isNoun = !command.getSubcommands().isEmpty();
    if (isNoun
        && mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().getFirst().startsWith("-")) {
      terminal.err().println(noVerb(command, unmatched.getUnmatched().getFirst()));
    } else {
      terminal.err().println(isNoun ? wantsVerb(command, mistake) : mistake.getMessage());
      terminal.err().print(command.getUsageMessage());
    }
    return ExitCode.USAGE.number();
  }

  static String noVerb(CommandLine noun, String word) {
    List<String> verbs = List.copyOf(noun.getSubcommands().keySet());
    String near =
        NearestNames.of(word, verbs).stream()
            .findFirst()
            .map(verb -> "did you mean %s? ".formatted(verb))
            .orElse("");
    String name = noun.getCommandSpec().qualifiedName();
    String help = name.replaceFirst("^cinegraph", "./cinegraph help");
    return "There is no verb %s %s: %s`%s` lists them".formatted(name, word, near, help);
  }

  private static String wantsVerb(CommandLine noun, ParameterException mistake) {
    return mistake instanceof UnmatchedArgumentException
        ? String.valueOf(mistake.getMessage())
        : "Which verb? %s needs one".formatted(noun.getCommandSpec().qualifiedName());
  }
}
