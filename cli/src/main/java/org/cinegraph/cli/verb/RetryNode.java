package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.RetryNodeRequest;
import org.cinegraph.proto.v1.RetryNodeResponse;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "Have a node tried at once, or again after it failed")
final class RetryNode extends RunAct {
  @Parameters(index = "1", paramLabel = "NODE", description = "A node of its graph")
  private @Nullable String node;

  RetryNode(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  String standing(RunSummary run) {
    return "node %s neither failed for good nor waits for its next attempt; `./cinegraph explain %s %s` tells more"
        .formatted(node, RunId.written(run.getRunId()), node);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    RetryNodeRequest request =
        RetryNodeRequest.newBuilder()
            .setRunId(run)
            .setNode(requireNonNull(node))
            .setWhy(why)
            .build();
    RetryNodeResponse response = control.call(service -> service.retryNode(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
