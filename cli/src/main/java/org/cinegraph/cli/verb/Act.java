package org.cinegraph.cli.verb;

import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ActOptions;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import picocli.CommandLine.Mixin;

/// A person does something, says why, and is told what changed.
abstract sealed class Act implements Callable<Integer> permits DeleteRun, DrainWorker, RunAct {
  private final Connect connect;
  private final Terminal terminal;

  @Mixin private final ActOptions options = new ActOptions();

  Act(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  /// What came of it.
  ///
  /// @param changed a sentence for each thing
  /// @param standing how it stands, in a sentence without its end, for when nothing changed
  /// @param subject what it was done to, by name, for scripts
  record Report(List<String> changed, String standing, FieldWriter subject) {}

  abstract Report act(ControlClient control, String why);

  @Override
  public final Integer call() {
    try (Connection connection = connect.running(options.place())) {
      print(act(connection.control(), options.why()));
      return ExitCode.OK.number();
    }
  }

  private void print(Report report) {
    if (options.json()) {
      FieldWriter fields = report.subject().list("changed", report.changed(), Value.Text::new);
      terminal.out().println(CanonicalJson.write(fields.fields()));
    } else if (report.changed().isEmpty()) {
      terminal.out().println("Nothing changed; " + report.standing());
    } else {
      report.changed().forEach(terminal.out()::println);
    }
  }
}
