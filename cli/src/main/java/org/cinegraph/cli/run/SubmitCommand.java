package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.plan.PlanText;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `submit`: hands a graph to a control plane that runs already and prints the id of the run.
@Command(
    name = "submit",
    description = "Hand a graph to the running control plane and print the run's id")
public final class SubmitCommand implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "GRAPH",
      description = "A graph, YAML or JSON; or an MP4 or PNG that a run delivered")
  private @Nullable Path graph;

  @Mixin private final SubmitOptions options = new SubmitOptions();
  @Mixin private final Place place = new Place();

  @Option(
      names = "--dry-run",
      description = "Check everything, say what would be computed, and submit nothing")
  private boolean dryRun;

  public SubmitCommand(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Order order = Order.read(requireNonNull(graph), options);
    try (Connection connection = connect.running(place)) {
      if (dryRun) {
        PlanText.lines(AskPlan.ask(connection.control(), order)).forEach(terminal.out()::println);
        return ExitCode.OK.number();
      }
      RunSummary run = SubmitGraph.submit(connection.control(), order);
      terminal.out().println(RunId.written(run.getRunId()));
      return ExitCode.OK.number();
    }
  }
}
