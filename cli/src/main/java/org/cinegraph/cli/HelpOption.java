package org.cinegraph.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// `--help` and `-h` of every verb, whatever else is missing from the line. Verbs that hand their
/// options on to another program answer it where it comes first; behind a word of that program's,
/// it is that program's to answer.
final class HelpOption {
  private HelpOption() {}

  static void addTo(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .type(boolean.class)
                  .usageHelp(true)
                  .description("Print this")
                  .build());
    }
    command.getSubcommands().values().forEach(HelpOption::addTo);
  }
}
