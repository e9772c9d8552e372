package org.cinegraph.cli.run;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.plan.PlanJson;
import org.cinegraph.cli.plan.PlanText;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.proto.v1.PlanRunResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `graphs plan`: what a run would do and cost.
@Command(
    name = "plan",
    description = "Say what a run would compute, what is remembered, and about how long it takes")
public final class GraphsPlan implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "GRAPH",
      description = "A file, or NAME or NAME@N: the newest or the Nth version of a stored graph")
  private String graph = "";

  @Mixin private final SubmitOptions options = new SubmitOptions();
  @Mixin private final Place place = new Place();

  @Option(names = "--json", description = "Print the plan as one JSON object")
  private boolean json;

  public GraphsPlan(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Connection connection = connect.running(place)) {
      ControlClient control = connection.control();
      NamedGraph named = NamedGraph.read(graph, () -> control);
      InputArguments inputs = InputArguments.parse(options.set(), Optional.of(named.document()));
      PlanRunResponse plan = AskPlan.ask(control, named, inputs, options.runOptions());
      if (json) {
        terminal.out().println(CanonicalJson.write(PlanJson.of(plan)));
      } else {
        PlanText.lines(plan).forEach(terminal.out()::println);
      }
      return ExitCode.OK.number();
    }
  }
}
