package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.PauseRunRequest;
import org.cinegraph.proto.v1.PauseRunResponse;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Start nothing more for a run; what computes stops at its next checkpoint")
final class PauseRun extends RunAct {
  PauseRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    PauseRunRequest request = PauseRunRequest.newBuilder().setRunId(run).setWhy(why).build();
    PauseRunResponse response = control.call(service -> service.pauseRun(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
