package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a run: its nodes, what they wait for, its outputs")
final class RunsShow extends Verb {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  RunsShow(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    GetRunRequest request =
        GetRunRequest.newBuilder().setRunId(RunId.find(control, requireNonNull(run))).build();
    GetRunResponse response = control.call(service -> service.getRun(request));
    if (json) {
      print(RunJson.json(response));
    } else {
      RunText.lines(response).forEach(this::print);
    }
    return ExitCode.OK;
  }
}
