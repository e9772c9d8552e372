package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
import org.cinegraph.cli.stamp.Stamp;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.RunState;
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

  @Option(names = "--json", description = "Print how it ended as one JSON object")
  private boolean json;

  public RunCommand(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Order order = Order.read(requireNonNull(graph), options);
    Path folder = OutputFolder.usable(out == null ? Path.of("out") : out);
    try (Interrupts interrupts = Interrupts.counted(terminal.err());
        Connection connection = connect.open(place, services, interrupts)) {
      try {
        return tell(run(connection, order, folder, interrupts));
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

  private Ending run(Connection connection, Order order, Path folder, Interrupts interrupts)
      throws InterruptedException {
    new AwaitNodeTypes(connection).orInterrupt(interrupts);
    interrupts.started();
    if (interrupts.count() > 0) {
      throw new Refusal(ExitCode.STOPPED, "Stopped before the run was submitted.");
    }
    ControlClient control = connection.control();
    RunSummary run = SubmitGraph.submit(control, order);
    ByteString id = run.getRunId();
    terminal.err().println("Run %s of graph %s".formatted(RunId.written(id), run.getGraph()));
    WatchedRun watched = new WatchedRun(connection, terminal, Optional.ofNullable(previews));
    EndedRun ended = watched.toTheEnd(id, 1, interrupts);
    boolean succeeded = ended.run().getRun().getState() == RunState.RUN_STATE_SUCCEEDED;
    SequencedMap<String, Path> outputs =
        succeeded ? deliver(control, folder, ended.run()) : new LinkedHashMap<>();
    return Ending.of(ended, outputs);
  }

  private SequencedMap<String, Path> deliver(
      ControlClient control, Path folder, GetRunResponse ended) {
    String run = RunId.written(ended.getRun().getRunId());
    Path own = out == null ? folder.resolve(run) : folder;
    return new DeliverOutputs(control, own, stamp(control, ended)).deliver(ended.getOutputsList());
  }

  private DeliverOutputs.Finish stamp(ControlClient control, GetRunResponse ended) {
    if (noStamp) {
      return (_, _) -> {};
    }
    GetGraphRequest request =
        GetGraphRequest.newBuilder().setVersion(ended.getRun().getGraphVersion()).build();
    GetRunRequest whole = GetRunRequest.newBuilder().setRunId(ended.getRun().getRunId()).build();
    String text =
        StampText.of(
            control.call(service -> service.getGraph(request)),
            control.call(service -> service.getRun(whole)));
    return (arrived, mediaType) -> Stamp.append(arrived, mediaType, text);
  }
}
