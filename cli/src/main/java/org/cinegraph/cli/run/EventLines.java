package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.EventTail;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.progress.EventJson;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;

/// The events of a run for a script: one JSON object a line.
final class EventLines {
  private EventLines() {}

  static ExitCode print(
      ControlClient control,
      ByteString run,
      long from,
      PrintStream out,
      Consumer<String> complaints) {
    new EventTail(control, run, EventTail.PATIENCE, complaints)
        .read(from, Long.MAX_VALUE, event -> out.println(EventJson.line(event)));
    GetRunRequest ended = GetRunRequest.newBuilder().setRunId(run).build();
    GetRunResponse response = control.call(service -> service.getRun(ended));
    return Ending.of(response, new java.util.LinkedHashMap<>()).exitCode();
  }
}
