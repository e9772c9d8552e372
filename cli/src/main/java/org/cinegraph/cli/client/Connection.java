package org.cinegraph.cli.client;

import java.util.Optional;

/// A way to a control plane, and whatever was started to have it: closing ends both.
public interface Connection extends AutoCloseable {
  ControlClient control();

  /// Why what was started for this connection has gone for good, if it has.
  default Optional<String> lost() {
    return Optional.empty();
  }

  @Override
  void close();
}
