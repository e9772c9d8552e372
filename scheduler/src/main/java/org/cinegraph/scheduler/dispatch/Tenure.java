package org.cinegraph.scheduler.dispatch;

import java.time.Duration;
import java.util.Optional;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.storage.LeaseStore;

/// The hold of this process on the leadership. The truth is the leader row: what is believed here
/// may be over, so every grant names its epoch. For one thread.
final class Tenure {
  private final LeaseStore store;
  private final SchedulerSettings settings;
  private final MonotonicClock clock;
  private Optional<Long> epoch = Optional.empty();
  private long due;

  Tenure(LeaseStore store, SchedulerSettings settings, MonotonicClock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.due = clock.nanoTime();
  }

  /// What came of looking at the row.
  enum Change {
    NONE,
    GAINED,
    LOST
  }

  Optional<Long> epoch() {
    return epoch;
  }

  Duration untilDue() {
    return Duration.ofNanos(Math.max(0, due - clock.nanoTime()));
  }

  /// Renews the leadership, or tries to get it, if it is time.
  Change keep() {
    return untilDue().isZero() ? confirm() : Change.NONE;
  }

  /// Renews the leadership, or tries to get it, now.
  Change confirm() {
    due = clock.nanoTime() + settings.leadershipRenewEvery().toNanos();
    if (epoch.isPresent()) {
      return store.renewLeadership(settings.process(), epoch.get()) ? Change.NONE : lose();
    }
    epoch = store.acquireLeadership(settings.process(), settings.leadershipTimeToLive());
    return epoch.isPresent() ? Change.GAINED : Change.NONE;
  }

  Change lose() {
    epoch = Optional.empty();
    return Change.LOST;
  }

  /// Lets another process lead at once.
  void resign() {
    epoch.ifPresent(held -> store.resignLeadership(settings.process(), held));
    epoch = Optional.empty();
  }
}
