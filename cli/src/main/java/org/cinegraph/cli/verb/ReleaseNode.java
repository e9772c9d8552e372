package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.ReleaseNodeRequest;
import org.cinegraph.proto.v1.ReleaseNodeResponse;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "release",
    description = "Have a quarantined node tried again; it may lose more workers")
final class ReleaseNode extends RunAct {
  @Parameters(index = "1", paramLabel = "NODE", description = "A node of its graph")
  private @Nullable String node;

  ReleaseNode(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  String standing(RunSummary run) {
    return "node %s is not quarantined; `./cinegraph explain %s %s` tells more"
        .formatted(node, RunId.written(run.getRunId()), node);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    ReleaseNodeRequest request =
        ReleaseNodeRequest.newBuilder()
            .setRunId(run)
            .setNode(requireNonNull(node))
            .setWhy(why)
            .build();
    ReleaseNodeResponse response = control.call(service -> service.releaseNode(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
