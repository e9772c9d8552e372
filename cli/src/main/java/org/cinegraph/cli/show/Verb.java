package org.cinegraph.cli.show;

import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import picocli.CommandLine.Mixin;

/// A verb that makes a call or two to a control plane that runs already.
abstract sealed class Verb implements Callable<Integer>
    permits ApprovalsList,
        ApprovalsShow,
        AuditCommand,
        DiffCommand,
        EventsCommand,
        ExplainCommand,
        LineageCommand,
        TimelineCommand,
        ModelsList,
        NodesList,
        NodesShow,
        RunsList,
        RunsShow,
        UsageCommand,
        WorkersList,
        GraphsCheck,
        GraphsList,
        GraphsSchema,
        GraphsStore,
        LogsCommand {
  private final Connect connect;
  private final Terminal terminal;

  @Mixin private final Place place = new Place();

  Verb(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public final Integer call() {
    try (Connection connection = connect.running(place)) {
      return ask(connection.control()).number();
    }
  }

  abstract ExitCode ask(ControlClient control);

  final void print(String line) {
    terminal.out().println(line);
  }

  final void print(Table table) {
    table.lines().forEach(this::print);
  }

  final void print(Value json) {
    print(CanonicalJson.write(json));
  }

  final void complain(String line) {
    terminal.err().println(line);
  }
}
