package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.RecoverRunResponse;
import picocli.CommandLine.Command;

@Command(
    name = "recover",
    description = "Let a run go on that failed or was stopped; what has results keeps them")
final class RecoverRun extends RunAct {
  RecoverRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    RecoverRunRequest request = RecoverRunRequest.newBuilder().setRunId(run).setWhy(why).build();
    RecoverRunResponse response = control.call(service -> service.recoverRun(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
