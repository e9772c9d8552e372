package org.cinegraph.cli.show;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List runs, newest first")
final class RunsList extends Verb {
  private static final int PAGE = 100;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: 20)")
  private int limit;

  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  RunsList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    List<RunSummary> runs = runs(control);
    if (json) {
      print(new Value.Items(runs.stream().map(RunJson::json).toList()));
    } else if (runs.isEmpty()) {
      print("There are no runs yet; ./cinegraph run GRAPH makes one");
    } else {
      Table table = new Table("RUN", "GRAPH", "STATE", "NODES", "HITS", "SUBMITTED", "TOOK");
      runs.forEach(run ->
          table.row(
              RunId.written(run.getRunId()),
              run.getGraph(),
              RunStates.written(run),
              run.getNodesEnded() + "/" + run.getNodes(),
              String.valueOf(run.getMemoHits()),
              Times.local(run.getSubmittedAt()),
              run.hasEndedAt() ? Times.between(run.getSubmittedAt(), run.getEndedAt()) : ""));
      print(table);
    }
    return ExitCode.OK;
  }

  private List<RunSummary> runs(ControlClient control) {
    List<RunSummary> runs = new ArrayList<>();
    String token = "";
    do {
      ListRunsRequest request =
          ListRunsRequest.newBuilder()
              .setPageSize(Math.min(PAGE, limit - runs.size()))
              .setPageToken(token)
              .build();
      ListRunsResponse page = control.call(service -> service.listRuns(request));
      runs.addAll(page.getRunsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty() && runs.size() < limit);
    return runs;
  }
}
