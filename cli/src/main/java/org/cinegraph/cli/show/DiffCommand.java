package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.history.DiffJson;
import org.cinegraph.cli.history.DiffText;
import org.cinegraph.proto.v1.DiffRunsRequest;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `diff`: where two runs differ.
@Command(
    name = "diff",
    description = "Say which nodes, values and ingredients of memo keys differ between two runs")
final class DiffCommand extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "BEFORE",
      description = "A run id, or a unique beginning or end of one")
  private @Nullable String before;

  @Parameters(index = "1", paramLabel = "NOW", description = "Another run")
  private @Nullable String now;

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  DiffCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    DiffRunsRequest request =
        DiffRunsRequest.newBuilder()
            .setBefore(RunId.find(control, requireNonNull(before)))
            .setNow(RunId.find(control, requireNonNull(now)))
            .build();
    DiffRunsResponse diff = control.call(service -> service.diffRuns(request));
    if (json) {
      print(DiffJson.of(diff));
    } else {
      DiffText.lines(diff).forEach(this::print);
    }
    return ExitCode.OK;
  }
}
