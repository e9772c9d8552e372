package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.SetRunPriorityRequest;
import org.cinegraph.proto.v1.SetRunPriorityResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "priority", description = "Let a run go before or behind others")
final class SetPriority extends RunAct {
  @Parameters(index = "1", paramLabel = "N", description = "Larger goes first")
  private int priority;

  SetPriority(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  String standing(RunSummary run) {
    return "run %s has priority %d".formatted(RunId.written(run.getRunId()), run.getPriority());
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    SetRunPriorityRequest request =
        SetRunPriorityRequest.newBuilder().setRunId(run).setPriority(priority).setWhy(why).build();
    SetRunPriorityResponse response = control.call(service -> service.setRunPriority(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
