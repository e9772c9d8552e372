package org.cinegraph.cli.process;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Services;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.Stack;
import org.cinegraph.server.stack.StackOptions;
import org.cinegraph.server.stack.StackState;
import org.cinegraph.workflows.server.Endpoint;
import org.cinegraph.workflows.server.TemporalBinary;
import org.cinegraph.workflows.server.TemporalException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serve`: holds a home's stack until it is told to end.
@Command(
    name = "serve",
    description = "Keep a home's stack running: Postgres, Temporal, control plane and workers")
final class ServeCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  private final Terminal terminal;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Cinegraph's folder; else $CINEGRAPH_HOME, else ~/.cinegraph")
  private @Nullable Path home;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the control plane listens: an address of this machine alone")
  private @Nullable String listen;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The control plane's port; else 7420 or the next free")
  private @Nullable Integer port;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description =
          "Where Prometheus finds metrics, those of workers behind it; else 7520 or the next free; 0: nowhere")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker processes to start (${DEFAULT-VALUE})")
  private int workers = 1;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description =
          "How often a process that dies is started again within a minute (${DEFAULT-VALUE})")
  private int restarts = StackOptions.USUAL_RESTARTS;

  @Mixin private final Services services = new Services();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CompletableFuture<String> end = new CompletableFuture<>();
    StackOptions options = options();
    if (options.temporal().isEmpty()) {
      // A Ctrl-C ends this process at once, and Go with it.
      installTemporal();
    }
    try (Interrupts interrupts = Interrupts.counted(terminal.err());
        Stack stack = HomeStack.open(options, terminal, interrupts)) {
      interrupts.onFirst(() -> end.complete(""));
      terminal
          .out()
          .printf(
              "Cinegraph serves at %s; its home is %s. Ctrl-C ends it.%n",
              stack.serverAddress(), options.home().folder());
      stack.state().ifPresent(this::tellMetrics);
      stack.lost().thenAccept(end::complete);
      String failure = end.join();
      if (!failure.isEmpty()) {
        throw new Refusal(ExitCode.FAILED, failure);
      }
    }
    return ExitCode.OK.number();
  }

  private void tellMetrics(StackState state) {
    if (!state.metrics().isEmpty()) {
      terminal
          .out()
          .printf(
              "Metrics for Prometheus, of the control plane first: %s%n",
              String.join(" ", state.metrics()));
    }
  }

  private OptionalInt metrics() {
    int wanted = metricsPort == null ? StackOptions.USUAL_METRICS : metricsPort;
    int last = LAST_PORT - Math.max(0, workers);
    if (wanted < 0 || wanted > last) {
      throw Refusal.usage(
          "--metrics-port must be 0 to %d, a port for each worker follows; found %d."
              .formatted(last, wanted));
    }
    return wanted == 0 ? OptionalInt.empty() : OptionalInt.of(wanted);
  }

  private StackOptions options() {
    Optional<Integer> listenPort =
        Optional.ofNullable(listen).map(Loopback::require).map(a -> Endpoint.parse(a).port());
    Optional<Integer> given = Optional.ofNullable(port).or(() -> listenPort);
    given
        .filter(number -> number < 1 || number > LAST_PORT)
        .ifPresent(number -> {
          throw Refusal.usage("--port must be 1 to " + LAST_PORT + ", found " + number + ".");
        });
    if (workers < 0) {
      throw Refusal.usage("--workers must be at least 0, found " + workers + ".");
    }
    if (restarts < 0) {
      throw Refusal.usage("--restarts must be at least 0, found " + restarts + ".");
    }
    return new StackOptions(
        Optional.ofNullable(home).map(Home::new).orElseGet(Home::locate),
        HomeStack.root(),
        given.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        metrics(),
        services.temporal(),
        services.postgres(),
        false,
        workers,
        restarts,
        services.nodes(),
        services.dtype());
  }

  private void installTemporal() {
    try {
      TemporalBinary.inCache().install(terminal.err()::println);
    } catch (TemporalException e) {
      throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
