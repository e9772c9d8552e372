package org.cinegraph.server.stack;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedMap;
import org.cinegraph.graph.type.Dtype;

/// What a home's supervisor tells everybody else of that home, in a private file. It may be that of
/// a stack that was killed: every process in it is named by number and start time.
///
/// @param supervisor the supervisor's process
/// @param door the loopback port on which clients join
/// @param server the control plane's address
/// @param temporal Temporal's address
/// @param temporalKind which Temporal it is, in words
/// @param postgresKind `embedded` or `given`
/// @param metrics the pages for Prometheus: that of the control plane, then those of its workers
/// @param nodes the folders with further node types of its workers
/// @param dtype what its workers were told to compute in, if anything
/// @param processes the child processes by name
public record StackState(
    ProcessIdentity supervisor,
    int door,
    String server,
    String temporal,
    String temporalKind,
    String postgresKind,
    List<String> metrics,
    List<Path> nodes,
    Optional<Dtype> dtype,
    SequencedMap<String, ProcessIdentity> processes) {
  private static final String CHILD = "process.";

  public StackState {
    metrics = List.copyOf(metrics);
    nodes = List.copyOf(nodes);
  }

  /// The state of the last stack of the home, living or dead.
  public static Optional<StackState> read(Home home) {
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(home.stateFile())));
      return parse(properties);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// That of a supervisor whose clients may come but whose servers are not chosen yet.
  static StackState opening(int door) {
    return new StackState(
        ProcessIdentity.current(),
        door,
        "",
        "",
        "",
        "",
        List.of(),
        List.of(),
        Optional.empty(),
        new LinkedHashMap<>());
  }

  void write(Home home) {
    Properties properties = new Properties();
    properties.setProperty("supervisor", supervisor.toString());
    properties.setProperty("door", Integer.toString(door));
    properties.setProperty("server", server);
    properties.setProperty("temporal", temporal);
    properties.setProperty("temporalKind", temporalKind);
    properties.setProperty("postgresKind", postgresKind);
    properties.setProperty("metrics", String.join(" ", metrics));
    properties.setProperty("nodes", NodeFolders.write(nodes));
    dtype.ifPresent(type -> properties.setProperty("dtype", type.written()));
    processes.forEach((name, process) -> properties.setProperty(CHILD + name, process.toString()));
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Home.replace(home.stateFile(), text.toString());
  }

  public boolean isAlive() {
    return supervisor.isAlive();
  }

  private static Optional<StackState> parse(Properties properties) {
    SequencedMap<String, ProcessIdentity> processes = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith(CHILD))
        .sorted()
        .forEach(key ->
            ProcessIdentity.parse(properties.getProperty(key))
                .ifPresent(process -> processes.put(key.substring(CHILD.length()), process)));
    int door = Integer.parseInt(properties.getProperty("door", "0"));
    return ProcessIdentity.parse(properties.getProperty("supervisor", ""))
        .map(supervisor ->
            new StackState(
                supervisor,
                door,
                properties.getProperty("server", ""),
                properties.getProperty("temporal", ""),
                properties.getProperty("temporalKind", ""),
                properties.getProperty("postgresKind", ""),
                properties.getProperty("metrics", "").isEmpty()
                    ? List.of()
                    : List.of(properties.getProperty("metrics", "").split(" ")),
                NodeFolders.read(properties.getProperty("nodes", "")),
                Dtype.named(properties.getProperty("dtype", "")),
                processes));
  }
}
