package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.cli.run.WireProblems;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.CheckGraphRequest;
import org.cinegraph.proto.v1.CheckGraphResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = "Check a graph and name every mistake in it")
final class GraphsCheck extends Verb {
  @Parameters(paramLabel = "GRAPH", description = "A graph, YAML or JSON")
  private @Nullable Path graph;

  @Option(names = "--json", description = "Print the problems as a JSON list")
  private boolean json;

  GraphsCheck(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    GraphFile file = GraphFile.read(requireNonNull(graph));
    CheckGraphRequest request = CheckGraphRequest.newBuilder().setSource(file.source()).build();
    CheckGraphResponse response = control.call(service -> service.checkGraph(request));
    boolean sound = response.getProblemsCount() == 0;
    if (json) {
      print(WireProblems.json(response.getProblemsList()));
      return sound ? ExitCode.OK : ExitCode.USAGE;
    }
    if (!sound) {
      throw WireProblems.refusal(file, response.getProblemsList());
    }
    print(
        "Graph %s has no problems; its version is %s"
            .formatted(
                response.getName(),
                Digest.ofDigestBytes(response.getVersion().toByteArray()).hex()));
    return ExitCode.OK;
  }
}
