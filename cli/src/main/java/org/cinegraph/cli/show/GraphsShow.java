package org.cinegraph.cli.show;

import java.nio.charset.StandardCharsets;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Print a stored graph as it was written")
final class GraphsShow extends Verb {
  @Parameters(paramLabel = "NAME[@N]", description = "A graph; its newest version or the Nth")
  private String graph = "";

  @Option(names = "--canonical", description = "Print the canonical form that names the version")
  private boolean canonical;

  GraphsShow(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    int at = graph.indexOf('@');
    String name = at < 0 ? graph : graph.substring(0, at);
    GetGraphRequest request =
        GetGraphRequest.newBuilder()
            .setName(name)
            .setNumber(at < 0 ? 0 : number(graph.substring(at + 1)))
            .build();
    GetGraphResponse response = control.call(service -> service.getGraph(request));
    String text =
        canonical
            ? response.getCanonicalJson()
            : response.getContent().toString(StandardCharsets.UTF_8);
    print(text.stripTrailing());
    return ExitCode.OK;
  }

  private int number(String written) {
    if (!written.matches("[1-9]\\d{0,8}")) {
      throw Refusal.usage("%s names no version: expected NAME@N, such as movie@3".formatted(graph));
    }
    return Integer.parseInt(written);
  }
}
