package org.cinegraph.cli.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Real services that are used instead of embedded ones. A mixin of the verbs that start a stack.
public final class Services {
  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "A Temporal server; else one is started")
  private @Nullable String temporal;

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "A JDBC URL of a Postgres; else one is started")
  private @Nullable String postgres;

  public Optional<String> temporal() {
    return Optional.ofNullable(temporal);
  }

  public Optional<String> postgres() {
    return Optional.ofNullable(postgres);
  }
}
