package org.cinegraph.cli.store;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Puts the verbs of this package under their noun.
public final class StoreVerbs {
  private StoreVerbs() {}

  public static void addTo(CommandLine root, Connect connect, Terminal terminal) {
    root.addSubcommand(
        new CommandLine(new Store())
            .addSubcommand(new StoreVerify(connect, terminal))
            .addSubcommand(new StoreGc(connect, terminal)));
  }

  @Command(
      name = "store",
      description = "Check the artifact store and free its garbage",
      synopsisSubcommandLabel = "VERB")
  static final class Store {}
}
