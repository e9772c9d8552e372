package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.WireProblems;
import org.cinegraph.proto.v1.RerunRunRequest;
import org.cinegraph.proto.v1.RerunRunResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "rerun",
    description = "Make a new run that computes all of a run anew and takes nothing from the memo")
final class RerunRun extends RunAct {
  @Mixin private final IdempotencyKey key = new IdempotencyKey();

  RerunRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    RerunRunRequest request =
        RerunRunRequest.newBuilder()
            .setRunId(run)
            .setWhy(why)
            .setIdempotencyKey(key.text())
            .build();
    RerunRunResponse response = control.call(service -> service.rerunRun(request));
    WireProblems.requireNone(response.getProblemsList());
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
