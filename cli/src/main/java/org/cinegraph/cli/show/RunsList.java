package org.cinegraph.cli.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List runs, newest first")
final class RunsList extends Verb {
  private static final int PAGE = 100;

  @Mixin private final Limit limit = new Limit();

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which page of that many (default: 1, the newest)")
  private int page;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description =
          "Only those that are submitted, running, paused, stopping, succeeded, failed or"
              + " stopped; several with commas between them")
  private List<String> states = List.of();

  @Option(names = "--graph", paramLabel = "NAME", description = "Only those of this graph")
  private String graph = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only those submitted since: 90s, 30m, 12h, 7d, 2026-01-31 or" + " 2026-01-31T18:00:00")
  private String since = "";

  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  RunsList(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    if (page < 1) {
      throw Refusal.usage("--page must be at least 1, found " + page);
    }
    List<RunSummary> runs = runs(control, RunsFilter.of(states, graph, since, Instant.now()));
    if (json) {
      print(new Value.Items(runs.stream().map(RunJson::json).toList()));
    } else if (runs.isEmpty()) {
      print(nothing());
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

  private String nothing() {
    boolean all = states.isEmpty() && graph.isEmpty() && since.isEmpty() && page == 1;
    return all
        ? "There are no runs yet; ./cinegraph run GRAPH makes one"
        : "There are no such runs" + (page == 1 ? "" : " on page " + page);
  }

  /// Goes through the pages before the wanted one too: a page is found by the run before it.
  private List<RunSummary> runs(ControlClient control, ListRunsRequest filter) {
    long wanted = (long) limit.number() * page;
    List<RunSummary> runs = new ArrayList<>();
    String token = "";
    do {
      ListRunsRequest request =
          filter.toBuilder()
              .setPageSize((int) Math.min(PAGE, wanted - runs.size()))
              .setPageToken(token)
              .build();
      ListRunsResponse answer = control.call(service -> service.listRuns(request));
      runs.addAll(answer.getRunsList());
      token = answer.getNextPageToken();
    } while (!token.isEmpty() && runs.size() < wanted);
    long before = wanted - limit.number();
    return before >= runs.size() ? List.of() : runs.subList((int) before, runs.size());
  }
}
