package org.cinegraph.cli.show;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.format.DrawGraph;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Of a file it needs no control plane.
@Command(name = "show", description = "Print a graph as it was written, or draw it")
final class GraphsShow implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "GRAPH",
      description = "A file, or NAME or NAME@N: the newest or the Nth version of a stored graph")
  private String graph = "";

  @Mixin private final Place place = new Place();

  @ArgGroup private final Form form = new Form();

  /// How it is shown; one of them at most.
  static final class Form {
    @Option(names = "--text", description = "Draw it: a line for each node, producers first")
    private boolean text;

    @Option(names = "--mermaid", description = "Draw it as a Mermaid flowchart")
    private boolean mermaid;

    @Option(
        names = "--canonical",
        description = "Print the canonical form that names the version of a stored graph")
    private boolean canonical;
  }

  GraphsShow(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path file = Path.of(graph);
    if (Files.isRegularFile(file)) {
      showFile(GraphFile.read(file));
    } else {
      try (Connection connection = connect.running(place)) {
        showStored(connection.control());
      }
    }
    return ExitCode.OK.number();
  }

  private void showFile(GraphFile file) {
    GraphDocument document = file.document().orElseThrow();
    print(form.canonical ? CanonicalGraph.of(document).json() : file.text(), document);
  }

  private void showStored(ControlClient control) {
    int at = graph.indexOf('@');
    GetGraphRequest request =
        GetGraphRequest.newBuilder()
            .setName(at < 0 ? graph : graph.substring(0, at))
            .setNumber(at < 0 ? 0 : number(graph.substring(at + 1)))
            .build();
    GetGraphResponse stored = control.call(service -> service.getGraph(request));
    Optional<GraphDocument> document =
        ParseGraph.parse(stored.getContent().toByteArray(), graph).document();
    print(
        form.canonical
            ? stored.getCanonicalJson()
            : stored.getContent().toString(StandardCharsets.UTF_8),
        document.orElseThrow());
  }

  private void print(String source, GraphDocument document) {
    List<String> lines = List.of(source.stripTrailing());
    if (form.text) {
      lines = DrawGraph.text(document);
    } else if (form.mermaid) {
      lines = DrawGraph.mermaid(document);
    }
    lines.forEach(terminal.out()::println);
  }

  private int number(String written) {
    if (!written.matches("[1-9]\\d{0,8}")) {
      throw Refusal.usage("%s names no version: expected NAME@N, such as movie@3".formatted(graph));
    }
    return Integer.parseInt(written);
  }
}
