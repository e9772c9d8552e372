package org.cinegraph.scheduler.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;

/// The open leases, as the leader knows them, and when each ends. Renewing writes nothing.
///
/// The truth about which leases are open is the attempt table; deadlines exist here alone. Safe to
/// lose: a new leader gives every open lease one full time to live. Safe for any number of threads.
public final class LeaseTable {
  private final MonotonicClock clock;
  private final long timeToLive;
  private final SequencedMap<UUID, Entry> byWork = new LinkedHashMap<>();
  private final Set<LeaseKey> endedMeanwhile = new HashSet<>();

  private static final class Entry {
    private final HeldLease lease;
    private long deadline;
    private boolean givenUp;

    private Entry(HeldLease lease, long deadline) {
      this.lease = lease;
      this.deadline = deadline;
    }
  }

  public LeaseTable(MonotonicClock clock, Duration timeToLive) {
    this.clock = clock;
    this.timeToLive = timeToLive.toNanos();
  }

  /// A lease was given: it has one time to live from now. A lease of the same work with an older
  /// fence is over by that.
  public synchronized void granted(HeldLease lease) {
    Entry known = byWork.get(lease.key().work());
    if (known == null || known.lease.key().fence() < lease.key().fence()) {
      byWork.put(lease.key().work(), new Entry(lease, clock.nanoTime() + timeToLive));
    }
  }

  /// The lease was sent to its holder, who counts from an earlier moment: its time begins now.
  public synchronized void sent(LeaseKey key) {
    Entry entry = byWork.get(key.work());
    if (entry != null && entry.lease.is(key)) {
      entry.deadline = clock.nanoTime() + timeToLive;
    }
  }

  /// Gives the lease one time to live from now, if it is open and its time is not up.
  ///
  /// @return whether it was renewed; if not, its holder has to leave it at once
  public synchronized boolean renew(LeaseKey named) {
    Entry entry = byWork.get(named.work());
    long now = clock.nanoTime();
    if (entry == null || !entry.lease.is(named) || entry.givenUp || entry.deadline - now <= 0) {
      return false;
    }
    entry.deadline = now + timeToLive;
    return true;
  }

  /// The lease is over. Another lease of the same work is left alone.
  public synchronized void ended(LeaseKey key) {
    endedMeanwhile.add(key);
    Entry entry = byWork.get(key.work());
    if (entry != null && entry.lease.is(key)) {
      byWork.remove(key.work());
    }
  }

  public synchronized Optional<HeldLease> of(UUID work) {
    return Optional.ofNullable(byWork.get(work)).map(entry -> entry.lease);
  }

  /// Open leases, in the order in which they were given.
  public synchronized List<HeldLease> open() {
    return byWork.values().stream().map(entry -> entry.lease).toList();
  }

  /// Whether the time of a lease is up.
  public synchronized boolean anyExpired() {
    long now = clock.nanoTime();
    return byWork.values().stream().anyMatch(entry -> isExpired(entry, now));
  }

  /// Gives up on the leases whose time is up, each once. They stay open, and count, until [#ended],
  /// but cannot be renewed any more.
  public synchronized List<HeldLease> giveUpExpired() {
    long now = clock.nanoTime();
    List<HeldLease> expired = new ArrayList<>();
    for (Entry entry : byWork.values()) {
      if (isExpired(entry, now)) {
        entry.givenUp = true;
        expired.add(entry.lease);
      }
    }
    return expired;
  }

  /// How long until the first lease expires; empty without leases.
  public synchronized Optional<Duration> untilNextExpiry() {
    long now = clock.nanoTime();
    return byWork.values().stream()
        .filter(entry -> !entry.givenUp)
        .map(entry -> Duration.ofNanos(Math.max(0, entry.deadline - now)))
        .min(Duration::compareTo);
  }

  /// Puts every deadline off by a time in which nobody listened to renewals.
  public synchronized void forgive(Duration deafness) {
    byWork.values().forEach(entry -> entry.deadline += deafness.toNanos());
  }

  /// To be called before the open leases are read from Postgres for [#reconcile], so that what ends
  /// between the two is not taken for open.
  public synchronized void beginReconcile() {
    endedMeanwhile.clear();
  }

  /// Makes this table agree with Postgres: leases that are unknown here get one time to live,
  /// leases that ended elsewhere are dropped.
  ///
  /// @return those that were unknown
  public synchronized List<HeldLease> reconcile(List<HeldLease> open) {
    List<HeldLease> adopted = new ArrayList<>();
    Set<LeaseKey> listed = new HashSet<>();
    for (HeldLease lease : open) {
      listed.add(lease.key());
      Entry known = byWork.get(lease.key().work());
      boolean unknown = known == null || known.lease.key().fence() < lease.key().fence();
      if (unknown && !endedMeanwhile.contains(lease.key())) {
        granted(lease);
        adopted.add(lease);
      }
    }
    byWork.values().removeIf(entry -> !listed.contains(entry.lease.key()));
    return adopted;
  }

  /// Forgets everything: another process leads.
  public synchronized void clear() {
    byWork.clear();
  }

  private static boolean isExpired(Entry entry, long now) {
    return !entry.givenUp && entry.deadline - now <= 0;
  }
}
