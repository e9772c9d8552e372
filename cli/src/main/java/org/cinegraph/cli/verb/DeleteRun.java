package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.proto.v1.DeleteRunRequest;
import org.cinegraph.proto.v1.DeleteRunResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Delete a run that has ended, with all that no other run uses")
final class DeleteRun extends Act {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  DeleteRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Report act(ControlClient control, String why) {
    ByteString id = RunId.find(control, requireNonNull(run));
    DeleteRunRequest request = DeleteRunRequest.newBuilder().setRunId(id).setWhy(why).build();
    DeleteRunResponse response = control.call(service -> service.deleteRun(request));
    return new Report(
        response.getChangedList(),
        "run %s was deleted before".formatted(RunId.written(id)),
        new FieldWriter().text("run", RunId.written(id)));
  }
}
