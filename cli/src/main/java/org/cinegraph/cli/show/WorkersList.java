package org.cinegraph.cli.show;

import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.WorkerSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the workers of the last day, connected ones first")
final class WorkersList extends Verb {
  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  WorkersList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    List<WorkerSummary> workers =
        control
            .call(service -> service.getServerInfo(GetServerInfoRequest.getDefaultInstance()))
            .getWorkersList();
    if (json) {
      print(new Value.Items(workers.stream().map(WorkersList::json).toList()));
    } else if (workers.isEmpty()) {
      print("There are no workers yet; ./cinegraph worker starts one");
    } else {
      Table table = new Table("WORKER", "STATE", "PROCESS", "ID", "LABELS", "DEVICES");
      workers.forEach(worker ->
          table.row(
              worker.getName(),
              state(worker),
              String.valueOf(worker.getProcessId()),
              RunId.written(worker.getWorkerId()),
              String.join(", ", worker.getLabelsList()),
              String.join(", ", worker.getDevicesList())));
      print(table);
      workers.forEach(worker ->
          worker.getLeftOutList().forEach(why -> print("Worker " + worker.getName() + ": " + why)));
    }
    return ExitCode.OK;
  }

  private static String state(WorkerSummary worker) {
    if (!worker.getConnected()) {
      return "away";
    }
    return worker.getDrained() ? "drained" : "connected";
  }

  private static Value json(WorkerSummary worker) {
    return new FieldWriter()
        .text("name", worker.getName())
        .text("id", RunId.written(worker.getWorkerId()))
        .integer("processId", worker.getProcessId())
        .flag("connected", worker.getConnected())
        .flag("drained", worker.getDrained())
        .list("labels", worker.getLabelsList(), Value.Text::new)
        .list("devices", worker.getDevicesList(), Value.Text::new)
        .list("leftOut", worker.getLeftOutList(), Value.Text::new)
        .list("verbsAllowed", worker.getVerbsAllowedList(), Value.Text::new)
        .fields();
  }
}
