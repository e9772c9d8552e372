package org.cinegraph.server.stack;

import org.cinegraph.workflows.server.Endpoint;

/// Knocks at the servers that a person named, before anything is started for them.
final class GivenServers {
  private final StackOptions options;

  GivenServers(StackOptions options) {
    this.options = options;
  }

  /// @throws StackUnreachable nobody answers at one of them
  void check() {
    options
        .temporal()
        .map(Endpoint::parse)
        .ifPresent(address -> check("Temporal", address, "--temporal"));
    options
        .postgres()
        .flatMap(PostgresAddress::of)
        .ifPresent(address -> check("Postgres", address, "--postgres"));
  }

  private static void check(String server, Endpoint address, String option) {
    if (!address.accepts()) {
      throw new StackUnreachable(
          "Nothing answers at "
              + server
              + "'s address "
              + address
              + ", which was given with "
              + option
              + ".");
    }
  }
}
