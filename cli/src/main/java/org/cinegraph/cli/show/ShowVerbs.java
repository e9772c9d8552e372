package org.cinegraph.cli.show;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.GraphsDiff;
import org.cinegraph.cli.run.GraphsPlan;
import org.cinegraph.cli.verb.ActVerbs;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Puts the verbs of this package under their nouns.
public final class ShowVerbs {
  private ShowVerbs() {}

  public static void addTo(CommandLine root, Connect connect, Terminal terminal) {
    root.addSubcommand(
        ActVerbs.addToRuns(
            new CommandLine(new Runs())
                .addSubcommand(new RunsList(connect, terminal))
                .addSubcommand(new RunsShow(connect, terminal)),
            connect,
            terminal));
    root.addSubcommand(
        ActVerbs.addToWorkers(
            new CommandLine(new Workers()).addSubcommand(new WorkersList(connect, terminal)),
            connect,
            terminal));
    root.addSubcommand(
        new CommandLine(new Approvals())
            .addSubcommand(new ApprovalsList(connect, terminal))
            .addSubcommand(new ApprovalsShow(connect, terminal)));
    ActVerbs.addTo(root, connect, terminal);
    root.addSubcommand(graphs(connect, terminal));
    root.addSubcommand(
        new CommandLine(new Nodes())
            .addSubcommand(new NodesList(connect, terminal))
            .addSubcommand(new NodesShow(connect, terminal)));
    root.addSubcommand(
        new CommandLine(new Models())
            .addSubcommand(new ModelsAdd(terminal))
            .addSubcommand(new ModelsShow())
            .addSubcommand(new ModelsVerify())
            .addSubcommand(new ModelsList(connect, terminal)));
    root.addSubcommand(new EventsCommand(connect, terminal));
    root.addSubcommand(new ExplainCommand(connect, terminal));
    root.addSubcommand(new DiffCommand(connect, terminal));
    root.addSubcommand(new TimelineCommand(connect, terminal));
    root.addSubcommand(new LineageCommand(connect, terminal));
    root.addSubcommand(new LogsCommand(connect, terminal));
    root.addSubcommand(new AuditCommand(connect, terminal));
    root.addSubcommand(new UsageCommand(connect, terminal));
  }

  private static CommandLine graphs(Connect connect, Terminal terminal) {
    return new CommandLine(new Graphs())
        .addSubcommand(new GraphsCheck(connect, terminal))
        .addSubcommand(new GraphsDiff(connect, terminal))
        .addSubcommand(new GraphsFmt(terminal))
        .addSubcommand(new GraphsPlan(connect, terminal))
        .addSubcommand(new GraphsStore(connect, terminal))
        .addSubcommand(new GraphsList(connect, terminal))
        .addSubcommand(new GraphsSchema(connect, terminal))
        .addSubcommand(new GraphsShow(connect, terminal));
  }

  @Command(
      name = "runs",
      description = "Look at runs and act on them",
      synopsisSubcommandLabel = "VERB")
  static final class Runs {}

  @Command(
      name = "workers",
      description = "Look at workers and keep them free",
      synopsisSubcommandLabel = "VERB")
  static final class Workers {}

  @Command(
      name = "approvals",
      description = "Look at what runs ask persons",
      synopsisSubcommandLabel = "VERB")
  static final class Approvals {}

  @Command(
      name = "graphs",
      description = "Check, store and look at graphs",
      synopsisSubcommandLabel = "VERB")
  static final class Graphs {}

  @Command(name = "nodes", description = "Look at node types", synopsisSubcommandLabel = "VERB")
  static final class Nodes {}

  @Command(
      name = "models",
      description = "Register and look at model packages",
      synopsisSubcommandLabel = "VERB")
  static final class Models {}
}
