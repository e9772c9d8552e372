package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.history.ExplainJson;
import org.cinegraph.cli.history.ExplainText;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `explain`: why a node stands as it stands.
@Command(
    name = "explain",
    description = "Say why a node waits, and why it was computed and no memo hit")
final class ExplainCommand extends Verb {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Parameters(paramLabel = "NODE", description = "A node of its graph")
  private @Nullable String node;

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  ExplainCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    ByteString id = RunId.find(control, requireNonNull(run));
    ExplainNodeRequest request =
        ExplainNodeRequest.newBuilder().setRunId(id).setNode(requireNonNull(node)).build();
    ExplainNodeResponse said = control.call(service -> service.explainNode(request));
    if (json) {
      print(ExplainJson.of(said));
    } else {
      ExplainText.lines(said, RunId.written(id)).forEach(this::print);
    }
    return ExitCode.OK;
  }
}
