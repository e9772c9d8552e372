package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.cli.run.WireProblems;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.StoreGraphRequest;
import org.cinegraph.proto.v1.StoreGraphResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "store", description = "Store a graph as a version of its name")
final class GraphsStore extends Verb {
  @Parameters(paramLabel = "GRAPH", description = "A graph, YAML or JSON")
  private @Nullable Path graph;

  GraphsStore(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    GraphFile file = GraphFile.read(requireNonNull(graph));
    StoreGraphRequest request = StoreGraphRequest.newBuilder().setSource(file.source()).build();
    StoreGraphResponse response = control.call(service -> service.storeGraph(request));
    if (response.getProblemsCount() > 0) {
      throw WireProblems.refusal(file, response.getProblemsList());
    }
    GraphVersion version = response.getVersion();
    print("%s@%d".formatted(version.getName(), version.getNumber()));
    return ExitCode.OK;
  }
}
