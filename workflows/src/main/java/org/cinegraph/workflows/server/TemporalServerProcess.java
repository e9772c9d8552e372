package org.cinegraph.workflows.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The real Temporal server as a child process, its state in one SQLite file that survives any
/// kill.
///
/// As a test's fixture: `TemporalServerProcess.start(folder)`, `address()`, `close()`. It needs the
/// pinned binary and builds it where it is missing; with `CINEGRAPH_TEMPORAL_ADDRESS` set, that
/// server is used and none is started.
public final class TemporalServerProcess implements AutoCloseable {
  public static final String ADDRESS_VARIABLE = "CINEGRAPH_TEMPORAL_ADDRESS";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String address;
  private final Optional<ChildProcess> child;

  private TemporalServerProcess(String address, Optional<ChildProcess> child) {
    this.address = address;
    this.child = child;
  }

  /// Starts a server on free ports with its files in the folder, and returns when the namespace is
  /// there.
  public static TemporalServerProcess start(Path folder) {
    String given = System.getenv().getOrDefault(ADDRESS_VARIABLE, "");
    if (!given.isBlank()) {
      TemporalNamespace.ensure(given, PATIENCE);
      return new TemporalServerProcess(given, Optional.empty());
    }
    TemporalBinary.inCache().install(System.err::println);
    List<Integer> ports = TemporalPorts.choose(folder, Optional.empty());
    ChildProcess child = ChildProcess.start(command(folder, ports, folder.resolve("temporal.log")));
    TemporalServerProcess server =
        new TemporalServerProcess("127.0.0.1:" + ports.getFirst(), Optional.of(child));
    try {
      TemporalNamespace.ensure(server.address, PATIENCE);
      return server;
    } catch (TemporalException e) {
      server.close();
      throw new TemporalException(e.getMessage() + " Its log is " + child.command().log() + ".", e);
    }
  }

  /// The command of a server whose callers use the given port.
  public static ChildCommand command(Path folder, int port, Path log) {
    return command(folder, TemporalPorts.choose(folder, Optional.of(port)), log);
  }

  private static ChildCommand command(Path folder, List<Integer> ports, Path log) {
    Path settings = TemporalSettings.write(folder, ports);
    return ChildCommand.of(
        "Temporal",
        List.of(
            TemporalBinary.inCache().path().toString(),
            "--config-file",
            settings.toString(),
            "--allow-no-auth",
            "start"),
        log);
  }

  /// Host and port for `WorkflowServiceStubsOptions.setTarget`; the namespace is
  /// [TemporalNamespace#NAME].
  public String address() {
    return address;
  }

  /// The process, where one was started here.
  public Optional<ChildProcess> child() {
    return child;
  }

  @Override
  public void close() {
    child.ifPresent(ChildProcess::close);
  }
}
