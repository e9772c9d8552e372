package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.cli.show.RunJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A person does something to a run, says why, and is told what changed.
abstract sealed class RunAct implements Callable<Integer>
    permits KillRun, PauseRun, ResumeRun, StopRun {
  private final Connect connect;
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Kept with the run's events and in the audit")
  private String why = "";

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  @Mixin private final Place place = new Place();

  RunAct(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  /// What came of it.
  ///
  /// @param changed a sentence for each thing
  record Outcome(RunSummary run, List<String> changed) {}

  abstract Outcome act(ControlClient control, ByteString run, String why);

  @Override
  public final Integer call() {
    try (Connection connection = connect.running(place)) {
      ControlClient control = connection.control();
      print(act(control, RunId.find(control, requireNonNull(run)), why));
      return ExitCode.OK.number();
    }
  }

  private void print(Outcome outcome) {
    if (json) {
      terminal
          .out()
          .println(
              CanonicalJson.write(
                  new FieldWriter()
                      .put("run", RunJson.json(outcome.run()))
                      .list("changed", outcome.changed(), Value.Text::new)
                      .fields()));
    } else if (outcome.changed().isEmpty()) {
      terminal
          .out()
          .println(
              "Nothing changed; run %s is %s"
                  .formatted(
                      RunId.written(outcome.run().getRunId()), RunStates.written(outcome.run())));
    } else {
      outcome.changed().forEach(terminal.out()::println);
    }
  }
}
