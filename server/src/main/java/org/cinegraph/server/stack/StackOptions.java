package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.cinegraph.graph.type.Dtype;

/// What a stack is to be like. What is not given is embedded.
///
/// @param home where its state stands
/// @param root the folder of the built rooms
/// @param port the control plane's port, given by hand
/// @param metrics the first port of the pages for Prometheus; none: there are none
/// @param temporal the address of a Temporal server, host and port
/// @param postgres the JDBC URL of a Postgres
/// @param testServerAllowed whether Temporal's in-process test server may stand in for a missing
///   real one
/// @param workers how many worker processes to start
/// @param restarts how often a process that dies is started again within a minute, before the stack
///   gives up
/// @param nodes folders with jars of further node types, for its workers
/// @param dtype what its workers' networks compute in where a graph does not say; empty: as suits
///   the device
public record StackOptions(
    Home home,
    Path root,
    OptionalInt port,
    OptionalInt metrics,
    Optional<String> temporal,
    Optional<String> postgres,
    boolean testServerAllowed,
    int workers,
    int restarts,
    List<Path> nodes,
    Optional<Dtype> dtype) {
  public static final int USUAL_RESTARTS = 3;

  /// Where the metrics of a stack that is to stay begin, or at the next free port.
  public static final int USUAL_METRICS = PortChoice.METRICS;

  public StackOptions {
    root = root.toAbsolutePath().normalize();
    nodes = nodes.stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
    if (workers < 0) {
      throw new IllegalArgumentException("workers is " + workers);
    }
    if (restarts < 0) {
      throw new IllegalArgumentException("restarts is " + restarts);
    }
  }

  /// One with the node types of the workers themselves.
  public StackOptions(
      Home home,
      Path root,
      OptionalInt port,
      OptionalInt metrics,
      Optional<String> temporal,
      Optional<String> postgres,
      boolean testServerAllowed,
      int workers,
      int restarts) {
    this(
        home,
        root,
        port,
        metrics,
        temporal,
        postgres,
        testServerAllowed,
        workers,
        restarts,
        List.of(),
        Optional.empty());
  }

  public StackOptions withNodes(List<Path> folders) {
    return new StackOptions(
        home,
        root,
        port,
        metrics,
        temporal,
        postgres,
        testServerAllowed,
        workers,
        restarts,
        folders,
        dtype);
  }

  public StackOptions withDtype(Dtype other) {
    return new StackOptions(
        home,
        root,
        port,
        metrics,
        temporal,
        postgres,
        testServerAllowed,
        workers,
        restarts,
        nodes,
        Optional.of(other));
  }

  /// What `run` wants in the given home: everything embedded, one worker.
  public static StackOptions forRun(Home home, Path root) {
    return new StackOptions(
        home,
        root,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        1,
        USUAL_RESTARTS);
  }

  /// As text for the supervisor, which reads it from a pipe: no process list shows a password in
  /// it.
  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty("home", home.folder().toString());
    properties.setProperty("root", root.toString());
    port.ifPresent(number -> properties.setProperty("port", Integer.toString(number)));
    metrics.ifPresent(number -> properties.setProperty("metrics", Integer.toString(number)));
    temporal.ifPresent(address -> properties.setProperty("temporal", address));
    postgres.ifPresent(url -> properties.setProperty("postgres", url));
    properties.setProperty("testServerAllowed", Boolean.toString(testServerAllowed));
    properties.setProperty("workers", Integer.toString(workers));
    properties.setProperty("restarts", Integer.toString(restarts));
    properties.setProperty("nodes", NodeFolders.write(nodes));
    dtype.ifPresent(type -> properties.setProperty("dtype", type.written()));
    return properties;
  }

  static StackOptions parse(Properties properties) {
    return new StackOptions(
        new Home(Path.of(properties.getProperty("home"))),
        Path.of(properties.getProperty("root")),
        port(properties, "port"),
        port(properties, "metrics"),
        Optional.ofNullable(properties.getProperty("temporal")),
        Optional.ofNullable(properties.getProperty("postgres")),
        Boolean.parseBoolean(properties.getProperty("testServerAllowed")),
        Integer.parseInt(properties.getProperty("workers")),
        Integer.parseInt(properties.getProperty("restarts")),
        NodeFolders.read(properties.getProperty("nodes", "")),
        Dtype.named(properties.getProperty("dtype", "")));
  }

  private static OptionalInt port(Properties properties, String name) {
    String written = properties.getProperty(name, "");
    return written.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(written));
  }
}
