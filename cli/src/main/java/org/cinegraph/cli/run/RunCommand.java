package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Services;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.plan.PlanJson;
import org.cinegraph.cli.plan.PlanText;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run`: the whole way from a graph file to files of output.
@Command(
    name = "run",
    description = "Run a graph and write its outputs; starts whatever is not running")
public final class RunCommand implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "GRAPH",
      description =
          "A graph, YAML or JSON; or an MP4 or PNG that a run delivered, to do that run again")
  private @Nullable Path graph;

  @Mixin private final SubmitOptions options = new SubmitOptions();
  @Mixin private final MatrixOptions matrix = new MatrixOptions();
  @Mixin private final Place place = new Place();
  @Mixin private final Services services = new Services();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where outputs go; else out/RUN/ in this folder")
  private @Nullable Path out;

  @Option(
      names = "--no-stamp",
      description = "Write outputs as they were computed, without graph and inputs in them")
  private boolean noStamp;

  @Option(names = "--previews", paramLabel = "DIR", description = "Keep preview pictures there")
  private @Nullable Path previews;

  @Option(
      names = "--dry-run",
      description = "Check everything, say what would be computed, and submit nothing")
  private boolean dryRun;

  @Option(names = "--json", description = "Print how it ended as one JSON object")
  private boolean json;

  public RunCommand(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Order order = Order.read(requireNonNull(graph), options);
    Optional<MatrixOrders> rows = matrix.table().map(table -> MatrixOrders.read(table, order));
    int atOnce = matrix.atOnce();
    var _ = OutputFolder.usable(out == null ? Path.of("out") : out);
    try (Interrupts interrupts = Interrupts.counted(terminal.err());
        Connection connection = connect.open(place, services, interrupts)) {
      try {
        begin(connection, interrupts);
        if (dryRun) {
          return plan(connection.control(), order, rows);
        }
        return rows.isPresent()
            ? tell(run(connection, rows.get(), atOnce, interrupts))
            : tell(run(connection, order, interrupts));
      } catch (Refusal refusal) {
        // Why the stack went is more than that its control plane does not answer.
        LostStack.check(connection);
        throw refusal;
      }
    }
  }

  private int tell(Ending ending) {
    if (json) {
      terminal.out().println(ending.json());
    } else {
      ending.tell(terminal);
    }
    return ending.exitCode().number();
  }

  private int tell(MatrixEnding ending) {
    if (json) {
      terminal.out().println(ending.json());
    } else {
      ending.tell(terminal);
    }
    return ending.exitCode().number();
  }

  private void begin(Connection connection, Interrupts interrupts) throws InterruptedException {
    new AwaitNodeTypes(connection).orInterrupt(interrupts);
    interrupts.started();
    if (interrupts.count() > 0) {
      throw new Refusal(ExitCode.STOPPED, "Stopped before the run was submitted.");
    }
  }

  private int plan(ControlClient control, Order order, Optional<MatrixOrders> rows) {
    rows.ifPresent(matrixOrders -> matrixOrders.check(control));
    List<Order> orders =
        rows.map(matrixOrders -> List.copyOf(matrixOrders.orders().values()))
            .orElse(List.of(order));
    for (Order each : orders) {
      PlanRunResponse plan = AskPlan.ask(control, each);
      if (json) {
        terminal.out().println(CanonicalJson.write(PlanJson.of(plan)));
      } else {
        PlanText.lines(plan).forEach(terminal.out()::println);
      }
    }
    return ExitCode.OK.number();
  }

  private MatrixEnding run(
      Connection connection, MatrixOrders rows, int atOnce, Interrupts interrupts)
      throws InterruptedException {
    rows.check(connection.control());
    SequencedMap<MatrixRow, Order> orders = rows.orders();
    String graphName = orders.firstEntry().getValue().graph().document().orElseThrow().name();
    MatrixView view = new MatrixView(graphName, orders.keySet(), WatchedRun.view(terminal));
    return new MatrixEnding(
        orders.size(),
        new RunMatrix(connection, interrupts, view, deliver(connection)).run(orders, atOnce));
  }

  private Ending run(Connection connection, Order order, Interrupts interrupts)
      throws InterruptedException {
    RunSummary run = SubmitGraph.submit(connection.control(), order);
    ByteString id = run.getRunId();
    terminal.err().println("Run %s of graph %s".formatted(RunId.written(id), run.getGraph()));
    WatchedRun watched = new WatchedRun(connection, terminal, Optional.ofNullable(previews));
    return deliver(connection).deliver(watched.toTheEnd(id, 1, interrupts), "");
  }

  private DeliverRun deliver(Connection connection) {
    return new DeliverRun(connection.control(), Optional.ofNullable(out), !noStamp);
  }
}
