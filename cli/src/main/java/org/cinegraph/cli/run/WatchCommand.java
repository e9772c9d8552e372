package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `watch`: follows a run that somebody else may have submitted. Ctrl-C ends the watching alone.
@Command(name = "watch", description = "Follow a run to its end, from its first event on")
public final class WatchCommand implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of the first event wanted (default: 1)")
  private long from;

  @Option(names = "--previews", paramLabel = "DIR", description = "Keep preview pictures there")
  private @Nullable Path previews;

  @Option(
      names = "--json",
      description = "Print each event as a line of JSON, and no progress in between")
  private boolean json;

  @Mixin private final Place place = new Place();

  public WatchCommand(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Connection connection = connect.running(place)) {
      ByteString id = RunId.find(connection.control(), requireNonNull(run));
      if (json) {
        return EventLines.print(
                connection.control(), id, from, terminal.out(), terminal.err()::println)
            .number();
      }
      WatchedRun watched = new WatchedRun(connection, terminal, Optional.ofNullable(previews));
      Ending ending = Ending.of(watched.lookOn(id, from), new LinkedHashMap<>());
      ending.tell(terminal);
      return ending.exitCode().number();
    }
  }
}
