package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.proto.v1.StopRunResponse;
import picocli.CommandLine.Command;

@Command(name = "stop", description = "Stop a run in order, each node at its next checkpoint")
final class StopRun extends RunAct {
  StopRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    StopRunRequest request = StopRunRequest.newBuilder().setRunId(run).setWhy(why).build();
    StopRunResponse response = control.call(service -> service.stopRun(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
