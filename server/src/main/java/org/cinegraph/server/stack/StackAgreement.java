package org.cinegraph.server.stack;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import org.cinegraph.workflows.server.Endpoint;

/// Whether a running stack is what a client that joins it asked for.
final class StackAgreement {
  private final StackOptions options;

  StackAgreement(StackOptions options) {
    this.options = options;
  }

  /// @throws StackException where it is another one
  void check(StackState state) {
    String home = "The stack that runs in " + options.home().folder();
    String ending = ": end it first, or use another home (CINEGRAPH_HOME).";
    options
        .temporal()
        .map(address -> Endpoint.parse(address).toString())
        .filter(address -> !address.equals(state.temporal()))
        .ifPresent(address -> {
          throw new StackException(
              home + " uses Temporal at " + state.temporal() + ", not " + address + ending);
        });
    if (options.port().isPresent() && !state.server().endsWith(":" + options.port().getAsInt())) {
      throw new StackException(
          home
              + " listens on "
              + state.server()
              + ", not on "
              + options.port().getAsInt()
              + ending);
    }
    if (options.postgres().isPresent() && state.postgresKind().equals("embedded")) {
      throw new StackException(home + " uses its own Postgres, not the given one" + ending);
    }
    if (!options.testServerAllowed() && state.temporalKind().contains("test server")) {
      throw new StackException(home + " was started by `run` with Temporal's test server" + ending);
    }
    checkWorkers(state, home);
  }

  private void checkWorkers(StackState state, String home) {
    if (!options.nodes().isEmpty() && !options.nodes().equals(state.nodes())) {
      throw new StackException(
          home
              + " was started without the node types of "
              + options.nodes().stream().map(Path::toString).collect(joining(", "))
              + ": start `./cinegraph worker --nodes DIR` beside it, end it first, or use another"
              + " home (CINEGRAPH_HOME).");
    }
    if (options.dtype().isPresent() && !options.dtype().equals(state.dtype())) {
      String dtype = options.dtype().get().written();
      throw new StackException(
          home
              + (" was started without --dtype %s: start `./cinegraph worker --dtype %s` beside it,"
                      + " let the graph say dtype, end it first, or use another home"
                      + " (CINEGRAPH_HOME).")
                  .formatted(dtype, dtype));
    }
  }
}
