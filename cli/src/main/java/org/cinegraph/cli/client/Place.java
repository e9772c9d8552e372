package org.cinegraph.cli.client;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which control plane is meant: the one of a home, or one at an address. A mixin of every verb.
public final class Place {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Cinegraph's folder; else $CINEGRAPH_HOME, else ~/.cinegraph")
  private @Nullable Path home;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "A control plane that runs already; else that of the home")
  private @Nullable String server;

  public Optional<Path> home() {
    return Optional.ofNullable(home);
  }

  public Optional<String> server() {
    return Optional.ofNullable(server);
  }
}
