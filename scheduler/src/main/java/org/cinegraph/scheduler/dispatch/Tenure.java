package org.cinegraph.scheduler.dispatch;

import java.time.Duration;
import java.util.Optional;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.storage.LeaseStore;

/// The hold of this process on the leadership. The truth is the leader row: what is believed here
/// may be over, so every grant names its epoch. For one thread, but [#isFresh].
final class Tenure {
  private static final Duration UNTIL_RESIGNED = Duration.ofDays(1);

  private final LeaseStore store;
  private final SchedulerSettings settings;
  private final MonotonicClock clock;
  private Optional<Long> epoch = Optional.empty();
  private long due;
  private volatile long lookedAt;
  private boolean away;
  private long backAt;

  Tenure(LeaseStore store, SchedulerSettings settings, MonotonicClock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.due = clock.nanoTime();
    this.lookedAt = due;
    this.backAt = due - settings.leadershipTimeToLive().toNanos();
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
    long start = clock.nanoTime();
    due = start + settings.leadershipRenewEvery().toNanos();
    if (epoch.isPresent()) {
      boolean renewed = store.renewLeadership(settings.process(), epoch.get());
      reached(start);
      return renewed ? Change.NONE : lose();
    }
    epoch = store.acquireLeadership(settings.process(), patience());
    reached(start);
    return epoch.isPresent() ? Change.GAINED : Change.NONE;
  }

  /// A leader goes on in memory while storage is away and gets time to find out that it is back.
  /// Whether it was away, one that was suspended does not know.
  private Duration patience() {
    boolean sawItAll = !away && isFresh() && clock.nanoTime() - backAt >= timeToLive();
    return sawItAll ? settings.leadershipTimeToLive() : UNTIL_RESIGNED;
  }

  private void reached(long start) {
    if (away || !isFresh()) {
      backAt = clock.nanoTime();
    }
    away = false;
    lookedAt = start;
  }

  Change lose() {
    epoch = Optional.empty();
    return Change.LOST;
  }

  /// Storage was looked for and is away: nobody can take the leadership just now.
  void noteStorageAway() {
    lookedAt = clock.nanoTime();
    away = true;
  }

  /// Whether it looked within the time that keeps others out. For any thread.
  boolean isFresh() {
    return clock.nanoTime() - lookedAt < timeToLive();
  }

  private long timeToLive() {
    return settings.leadershipTimeToLive().toNanos();
  }

  /// Lets another process lead at once.
  void resign() {
    epoch.ifPresent(held -> store.resignLeadership(settings.process(), held));
    epoch = Optional.empty();
  }
}
