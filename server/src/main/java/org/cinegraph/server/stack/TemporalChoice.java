package org.cinegraph.server.stack;

import java.util.Optional;
import org.cinegraph.workflows.server.Endpoint;
import org.cinegraph.workflows.server.TemporalBinary;

/// Which Temporal a stack uses, in this order: the given one, the real server from the cache, the
/// test server.
sealed interface TemporalChoice {
  /// A server that somebody else runs.
  record Given(Endpoint address) implements TemporalChoice {}

  /// The pinned server on a file in the home.
  record RealServer() implements TemporalChoice {}

  /// Temporal's own test server, in memory.
  record TestServer() implements TemporalChoice {}

  static TemporalChoice choose(
      Optional<String> given, TemporalBinary binary, boolean testServerAllowed) {
    if (given.isPresent()) {
      return new Given(Endpoint.parse(given.get()));
    }
    if (binary.installed().isPresent()) {
      return new RealServer();
    }
    if (testServerAllowed) {
      return new TestServer();
    }
    throw new StackException(
        "The Temporal server "
            + TemporalBinary.VERSION
            + " is not in the cache: run `./cinegraph temporal install`, or give the address of a"
            + " Temporal server with --temporal.");
  }

  /// What it is, in words.
  default String kind() {
    return switch (this) {
      case Given _ -> "given";
      case RealServer _ -> "real server " + TemporalBinary.VERSION;
      case TestServer _ -> "test server in memory";
    };
  }
}
