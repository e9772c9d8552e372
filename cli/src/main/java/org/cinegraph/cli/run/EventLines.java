package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.util.Iterator;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.progress.EventJson;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// The events of a run for a script: one JSON object a line.
final class EventLines {
  private EventLines() {}

  static ExitCode print(ControlClient control, ByteString run, long from, PrintStream out) {
    WatchRunRequest request = WatchRunRequest.newBuilder().setRunId(run).setFrom(from).build();
    try {
      Iterator<WatchRunResponse> responses = control.blocking().watchRun(request);
      while (responses.hasNext()) {
        WatchRunResponse response = responses.next();
        if (response.hasEvent()) {
          out.println(EventJson.line(response.getEvent()));
        }
      }
    } catch (StatusRuntimeException e) {
      throw control.refusal(e);
    }
    GetRunRequest ended = GetRunRequest.newBuilder().setRunId(run).build();
    GetRunResponse response = control.call(service -> service.getRun(ended));
    return Ending.of(response, new java.util.LinkedHashMap<>()).exitCode();
  }
}
