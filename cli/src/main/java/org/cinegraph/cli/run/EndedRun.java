package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.progress.RunLines;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;

/// A run that was followed, as it ended.
///
/// @param run without its nodes
record EndedRun(GetRunResponse run, RunLines lines) {
  static EndedRun read(ControlClient control, ByteString run) {
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(run).setWithoutNodes(true).build();
    return new EndedRun(
        control.call(service -> service.getRun(request)),
        RunLines.read(control, run, RunLines.Wanted.FOLDED));
  }
}
