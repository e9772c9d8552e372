package org.cinegraph.server.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.v1.NodeGroup;

/// What the watchers of one run in this process read from Postgres, read once for all of them: new
/// events after each wake, run and nodes once a second. Two hundred watchers cost little more than
/// one.
///
/// Holds the newest events, a bounded number; a watcher that is further behind reads by itself
/// until it has caught up. Safe for any number of threads.
final class RunFeed {
  private static final int KEPT = 2_000;
  private static final int BATCH = 500;
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  private final RunRow run;
  private final RunLook look;
  private final LongSupplier nanoTime;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final AtomicLong wakes = new AtomicLong();
  private final List<ToldEvent> newest = new ArrayList<>();
  private Optional<Long> next = Optional.empty();
  private long wakesRead = -1;
  private long readAt;
  private Optional<Sweep> sweep = Optional.empty();
  private Optional<Groups> groups = Optional.empty();
  private long sweptAt;

  RunFeed(RunRow run, RunLook look, LongSupplier nanoTime) {
    this.run = run;
    this.look = look;
    this.nanoTime = nanoTime;
  }

  /// How run and nodes stood at most a second ago.
  record Sweep(RunRow run, List<OpenNode> nodes) {}

  /// A node that waits or is computed.
  ///
  /// @param waitsFor in words; empty for one that does not wait
  record OpenNode(String name, Optional<UUID> work, String waitsFor) {}

  /// @param event the newest that had happened
  private record Groups(long event, long readAt, List<NodeGroup> all) {}

  /// @param woken called after each wake of the run
  void add(Runnable woken) {
    watchers.add(woken);
  }

  /// @return whether it was the last one
  boolean remove(Runnable woken) {
    watchers.remove(woken);
    return watchers.isEmpty();
  }

  /// The run may have new events.
  void wake() {
    wakes.incrementAndGet();
    watchers.forEach(Runnable::run);
  }

  /// At most so many events, the first of them with the number `from`; none where nothing more has
  /// happened.
  List<ToldEvent> from(long from, int most) {
    synchronized (this) {
      if (isKept(from)) {
        readOn();
        // So much may have happened at once that it is not kept any more.
        if (isKept(from)) {
          return kept(from, most);
        }
      }
    }
    List<ToldEvent> behind = read(from, most);
    if (behind.size() < most) {
      begin(behind.isEmpty() ? from : behind.getLast().number() + 1);
    }
    return behind;
  }

  synchronized Sweep sweep() {
    long now = nanoTime.getAsLong();
    if (sweep.isEmpty() || now - sweptAt >= SWEEP_NANOS) {
      RunRow found = look.runs().find(run.tenant(), run.id()).orElse(run);
      sweep = Optional.of(new Sweep(found, look.waiting(found)));
      sweptAt = now;
    }
    return sweep.get();
  }

  /// The groups of the run. Counting them reads all nodes that are in one, so they are counted
  /// again only when something has happened, and at most once a second for all watchers.
  ///
  /// @param event number of the newest event that must be counted
  synchronized List<NodeGroup> groups(long event) {
    long now = nanoTime.getAsLong();
    boolean isOld = groups.isEmpty() || now - groups.get().readAt() >= SWEEP_NANOS;
    if (isOld || groups.get().event() < event) {
      RunRow found = look.runs().find(run.tenant(), run.id()).orElse(run);
      boolean isSame = groups.isPresent() && groups.get().event() == found.lastEvent();
      groups =
          Optional.of(
              new Groups(found.lastEvent(), now, isSame ? groups.get().all() : look.groups(found)));
    }
    return groups.get().all();
  }

  /// Whether nothing follows the event before `next`, by a fresh look.
  boolean isOverBefore(long next) {
    return look.runs().find(run.tenant(), run.id()).map(now -> isOver(now, next)).orElse(true);
  }

  static boolean isOver(RunRow run, long next) {
    return run.state().ended() && next > run.lastEvent();
  }

  private boolean isKept(long from) {
    return next.isPresent() && from >= next.get() - newest.size();
  }

  private synchronized void begin(long at) {
    if (next.isEmpty()) {
      next = Optional.of(at);
    }
  }

  private List<ToldEvent> read(long from, int most) {
    return look.events().from(run.tenant(), run.id(), from, most).stream()
        .map(ToldEvent::of)
        .toList();
  }

  private void readOn() {
    long now = nanoTime.getAsLong();
    long seen = wakes.get();
    if (seen == wakesRead && now - readAt < SWEEP_NANOS) {
      return;
    }
    List<ToldEvent> batch;
    do {
      batch = read(next.orElseThrow(), BATCH);
      newest.addAll(batch);
      next = Optional.of(next.get() + batch.size());
      if (newest.size() > KEPT) {
        newest.subList(0, newest.size() - KEPT).clear();
      }
    } while (batch.size() == BATCH);
    wakesRead = seen;
    readAt = now;
  }

  /// Events are dense: the place of one follows from its number.
  private List<ToldEvent> kept(long from, int most) {
    int first = (int) Math.min(newest.size(), from - (next.orElseThrow() - newest.size()));
    return List.copyOf(newest.subList(first, Math.min(newest.size(), first + most)));
  }
}
