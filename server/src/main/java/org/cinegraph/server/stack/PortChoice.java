package org.cinegraph.server.stack;

import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.workflows.server.FreePorts;

/// Which port a server of the stack listens on.
final class PortChoice {
  static final int CONTROL = 7420;
  static final int TEMPORAL = 7233;
  static final int POSTGRES = 7432;

  private PortChoice() {}

  /// The default port or the next free one above it; another than the default is told.
  static int orNextFree(String server, int wanted, Consumer<String> told) {
    int port = FreePorts.fromUpwards(wanted);
    if (port != wanted) {
      told.accept("Port " + wanted + " is taken; " + server + " listens on " + port + ".");
    }
    return port;
  }

  /// The port that a person gave.
  ///
  /// @throws StackException when somebody listens there
  static int given(String server, int port) {
    if (FreePorts.isFree(port)) {
      return port;
    }
    Optional<Long> owner = PortOwner.of(port);
    throw new StackException(
        "Port "
            + port
            + ", given for "
            + server
            + ", is taken"
            + owner.map(pid -> " by process " + pid).orElse("")
            + ": give another one or end that process.");
  }
}
