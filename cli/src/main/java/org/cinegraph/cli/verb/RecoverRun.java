package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.RecoverRunResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "recover",
    description = "Let a run go on that failed or was stopped; what has results keeps them")
final class RecoverRun extends RunAct {
  RecoverRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Option(
      names = "--upgrade",
      description =
          "Move waiting nodes to the newest version of their types that connected workers offer;"
              + " also in a run that is running")
  private boolean upgrade;

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    RecoverRunRequest request =
        RecoverRunRequest.newBuilder().setRunId(run).setWhy(why).setUpgrade(upgrade).build();
    RecoverRunResponse response = control.call(service -> service.recoverRun(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
