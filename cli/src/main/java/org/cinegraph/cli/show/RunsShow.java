package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.progress.RunLines;
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

  @Option(
      names = "--open",
      paramLabel = "GROUP",
      description =
          "Show what is in a loop, an item of one, a block or a sub-graph: shots, shots[3]")
  private List<String> open = List.of();

  @Option(names = "--all", description = "Show every node, unfolded")
  private boolean all;

  @Option(
      names = "--internal",
      description = "With --all: also what the language itself put there, such as collected lists")
  private boolean internal;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "200",
      description = "The most lines of one group, or of all (default: 200)")
  private int limit;

  RunsShow(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    if (limit < 1) {
      throw Refusal.usage("--limit must be at least 1, found " + limit);
    }
    ByteString id = RunId.find(control, requireNonNull(run));
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(id).setWithoutNodes(true).build();
    GetRunResponse response = control.call(service -> service.getRun(request));
    RunLines lines =
        RunLines.read(control, id, new RunLines.Wanted(open, all || internal, internal, limit));
    if (json) {
      print(RunJson.json(response, lines));
    } else {
      RunText.lines(response, lines).forEach(this::print);
    }
    return ExitCode.OK;
  }
}
