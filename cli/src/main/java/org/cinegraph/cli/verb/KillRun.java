package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.KillRunResponse;
import picocli.CommandLine.Command;

@Command(name = "kill", description = "End a run now")
final class KillRun extends RunAct {
  KillRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    KillRunRequest request = KillRunRequest.newBuilder().setRunId(run).setWhy(why).build();
    KillRunResponse response = control.call(service -> service.killRun(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
