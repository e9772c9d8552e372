package org.cinegraph.server.stack;

import java.util.Optional;

/// A port that was free when it was chosen belonged to somebody else when a server of the stack
/// wanted to listen there.
final class PortTaken extends StackException {
  private static final long serialVersionUID = 1;

  private PortTaken(String message) {
    super(message);
  }

  static PortTaken by(Optional<Long> owner, String server, int port) {
    return new PortTaken(
        "Port "
            + port
            + ", on which "
            + server
            + " should listen, was taken"
            + owner.map(pid -> " by process " + pid).orElse(" by somebody else")
            + ".");
  }
}
