package org.cinegraph.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.diff.Change;
import org.cinegraph.graph.diff.DiffGraphs;
import org.cinegraph.graph.digest.CanonicalJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `graphs diff`. Of two files that import no stored graph it needs no control plane.
@Command(
    name = "diff",
    description = "Say what differs between two graphs; exit code 1 if anything does")
public final class GraphsDiff implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;
  private @Nullable Connection connection;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A file, or NAME or NAME@N: the newest or the Nth version of a stored graph")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another one")
  private String second = "";

  @Mixin private final Place place = new Place();

  @Option(names = "--json", description = "Print the differences as a JSON list")
  private boolean json;

  public GraphsDiff(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      List<Change> changes =
          DiffGraphs.diff(
              NamedGraph.read(first, this::control).linked(this::control),
              NamedGraph.read(second, this::control).linked(this::control));
      if (json) {
        terminal.out().println(CanonicalJson.write(DiffText.json(changes)));
      } else {
        DiffText.lines(first, second, changes).forEach(terminal.out()::println);
      }
      return changes.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    } finally {
      Optional.ofNullable(connection).ifPresent(Connection::close);
    }
  }

  private ControlClient control() {
    Connection open = connection;
    if (open == null) {
      open = connect.running(place);
      connection = open;
    }
    return open.control();
  }
}
