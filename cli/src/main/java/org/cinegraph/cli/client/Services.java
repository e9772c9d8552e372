package org.cinegraph.cli.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.workflows.server.Endpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a stack is made of: real services that are used instead of embedded ones, and further node
/// types. A mixin of the verbs that start a stack.
public final class Services {
  private static final String JDBC = "jdbc:postgresql:";

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

  @Option(
      names = "--nodes",
      paramLabel = "DIR",
      description = "A folder with jars of further node types, for the workers; may be repeated")
  private List<Path> nodes = new ArrayList<>();

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description =
          "What networks compute in where a graph does not say, for the workers: f32, bf16 or f16")
  private @Nullable String dtype;

  /// @throws Refusal it is no type that networks compute in
  public Optional<Dtype> dtype() {
    Optional<Dtype> named = Optional.ofNullable(dtype).flatMap(Dtype::named);
    if (dtype != null && named.isEmpty()) {
      throw Refusal.usage(
          "--dtype: expected one of %s, found \"%s\"."
              .formatted(String.join(", ", Dtype.names()), dtype));
    }
    return named;
  }

  /// @throws Refusal one is no folder
  public List<Path> nodes() {
    nodes.stream()
        .filter(folder -> !Files.isDirectory(folder))
        .findFirst()
        .ifPresent(folder -> {
          throw Refusal.usage(
              "--nodes: expected a folder with jars of node types, found none at " + folder + ".");
        });
    return List.copyOf(nodes);
  }

  /// @throws Refusal it is no address
  public Optional<String> temporal() {
    try {
      return Optional.ofNullable(temporal).map(address -> Endpoint.parse(address).toString());
    } catch (IllegalArgumentException e) {
      throw Refusal.usage("--temporal: " + e.getMessage());
    }
  }

  /// @throws Refusal it is no URL
  public Optional<String> postgres() {
    Optional<String> url = Optional.ofNullable(postgres);
    if (url.filter(text -> !text.startsWith(JDBC)).isPresent()) {
      throw Refusal.usage(
          "--postgres: \"%s\" is not a JDBC URL of Postgres: give one such as jdbc:postgresql://127.0.0.1:5432/cinegraph?user=me."
              .formatted(postgres));
    }
    return url;
  }
}
