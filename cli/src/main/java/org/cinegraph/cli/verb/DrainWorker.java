package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.proto.v1.DrainWorkerRequest;
import org.cinegraph.proto.v1.DrainWorkerResponse;
import org.cinegraph.proto.v1.WorkerSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "drain",
    description = "Give a worker no lease; what it computes is handed back at its next checkpoint")
final class DrainWorker extends Act {
  @Parameters(paramLabel = "NAME", description = "The name or id of a worker")
  private @Nullable String worker;

  @Option(names = "--undo", description = "Give it leases again")
  private boolean undo;

  DrainWorker(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Report act(ControlClient control, String why) {
    DrainWorkerRequest request =
        DrainWorkerRequest.newBuilder()
            .setWorker(requireNonNull(worker))
            .setUndo(undo)
            .setWhy(why)
            .build();
    DrainWorkerResponse response = control.call(service -> service.drainWorker(request));
    WorkerSummary now = response.getWorker();
    return new Report(
        response.getChangedList(),
        "worker %s is %s".formatted(now.getName(), now.getDrained() ? "drained" : "not drained"),
        new FieldWriter()
            .text("worker", now.getName())
            .text("id", RunId.written(now.getWorkerId()))
            .flag("drained", now.getDrained()));
  }
}
