package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.ResumeRunRequest;
import org.cinegraph.proto.v1.ResumeRunResponse;
import picocli.CommandLine.Command;

@Command(name = "resume", description = "Let a paused run go on")
final class ResumeRun extends RunAct {
  ResumeRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    ResumeRunRequest request = ResumeRunRequest.newBuilder().setRunId(run).setWhy(why).build();
    ResumeRunResponse response = control.call(service -> service.resumeRun(request));
    return new Outcome(response.getRun(), response.getChangedList());
  }
}
