package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cinegraph.workflows.server.Endpoint;
import org.cinegraph.workflows.server.TemporalBinary;

/// The processes of one home: chooses their ports, starts them side by side, and writes down who
/// they are. Only under the home's lock.
final class EmbeddedStack implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;

  private final StackOptions options;
  private final TemporalChoice choice;
  private final StackAddresses addresses;
  private final int door;
  private final Supervisor supervisor;
  private volatile boolean closed;

  private EmbeddedStack(
      StackOptions options,
      TemporalChoice choice,
      StackAddresses addresses,
      Path cache,
      int door,
      StackListener told) {
    this.options = options;
    this.choice = choice;
    this.addresses = addresses;
    this.door = door;
    this.supervisor =
        new Supervisor(
            StackMembers.of(options, choice, addresses, cache),
            options.restarts(),
            InstantSource.system(),
            told::notice,
            this::writeState);
  }

  /// Starts all processes and returns at once.
  ///
  /// @param ports what they choose stays reserved as long as the caller holds it
  /// @param door where the clients of this stack join
  /// @throws StackException when the options cannot be had
  static EmbeddedStack start(
      StackOptions options, Path cache, PortChoice ports, int door, StackListener told) {
    TemporalChoice choice =
        TemporalChoice.choose(
            options.temporal(), new TemporalBinary(cache), options.testServerAllowed());
    new GivenServers(options).check();
    StackAddresses addresses = StackAddresses.choose(options, choice, ports, told::progress);
    if (choice instanceof TemporalChoice.TestServer) {
      told.progress(
          "No Temporal server is installed: its test server stands in, whose history lasts only as"
              + " long as it (`./cinegraph temporal install` builds the real one).");
    }
    told.progress(
        "Starting " + StackMembers.names(options, choice) + " (usually 4 to 10 seconds) ...");
    EmbeddedStack stack = new EmbeddedStack(options, choice, addresses, cache, door, told);
    stack.writeState();
    stack.supervisor.start();
    return stack;
  }

  /// Completes with the control plane's address when it takes calls.
  CompletableFuture<String> ready() {
    CompletableFuture<String> ready = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      while (!closed && !controlListens()) {
        pause();
      }
      if (!closed) {
        ready.complete(addresses.server());
      }
    });
    return ready;
  }

  /// That somebody answers at the port is not enough: it may be somebody else who was faster.
  private boolean controlListens() {
    int port = addresses.control();
    return Endpoint.local(port).accepts()
        && Optional.ofNullable(supervisor.processes().get("control"))
            .filter(control -> PortOwner.isHeldBy(control.pid(), port))
            .isPresent();
  }

  /// Completes with the reason when a process cannot be kept alive.
  CompletableFuture<StackException> failure() {
    return supervisor.failure();
  }

  @Override
  public void close() {
    closed = true;
    supervisor.close();
  }

  private synchronized void writeState() {
    new StackState(
            ProcessIdentity.current(),
            door,
            addresses.server(),
            addresses.temporal().toString(),
            choice.kind(),
            options.postgres().isPresent() ? "given" : "embedded",
            addresses.metricsPages(),
            options.nodes(),
            options.dtype(),
            supervisor.processes())
        .write(options.home());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
