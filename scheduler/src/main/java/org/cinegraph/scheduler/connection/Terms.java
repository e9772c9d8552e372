package org.cinegraph.scheduler.connection;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What every worker is told in its welcome.
///
/// @param timeToLive of a lease from its last renewal
/// @param renewEvery how often a worker is to renew; well below the time to live
/// @param server the process that answers, for people
public record Terms(Duration timeToLive, Duration renewEvery, String server) {
  public Terms {
    requireNonNull(server, "server is null");
    if (!renewEvery.isPositive() || renewEvery.multipliedBy(2).compareTo(timeToLive) > 0) {
      throw new IllegalArgumentException(
          "Leases of %s cannot be renewed every %s: at least two renewals have to fit"
              .formatted(timeToLive, renewEvery));
    }
  }
}
