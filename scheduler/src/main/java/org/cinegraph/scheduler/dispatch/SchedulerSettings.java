package org.cinegraph.scheduler.dispatch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.UUID;
import org.cinegraph.scheduler.connection.Terms;

/// How a scheduler behaves.
///
/// @param process names this process as a leader
/// @param terms what workers are told
/// @param leadershipTimeToLive how long a leader that went silent keeps others out
/// @param leadershipRenewEvery how often a leader renews, and another one tries
/// @param sweepEvery how often the queue and the leases are looked at without a wake
public record SchedulerSettings(
    UUID process,
    Terms terms,
    Duration leadershipTimeToLive,
    Duration leadershipRenewEvery,
    Duration sweepEvery) {
  public SchedulerSettings {
    requireNonNull(process, "process is null");
    requireNonNull(terms, "terms is null");
    if (leadershipRenewEvery.multipliedBy(2).compareTo(leadershipTimeToLive) > 0) {
      throw new IllegalArgumentException(
          "A leadership of %s cannot be renewed every %s: at least two renewals have to fit"
              .formatted(leadershipTimeToLive, leadershipRenewEvery));
    }
    if (!sweepEvery.isPositive()) {
      throw new IllegalArgumentException("sweepEvery must be positive, found " + sweepEvery);
    }
  }

  /// Leases of 15 s; a lost leader is replaced within 5 s.
  public static SchedulerSettings usual(UUID process, String server) {
    return new SchedulerSettings(
        process,
        new Terms(Duration.ofSeconds(15), Duration.ofSeconds(3), server),
        Duration.ofSeconds(4),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }
}
