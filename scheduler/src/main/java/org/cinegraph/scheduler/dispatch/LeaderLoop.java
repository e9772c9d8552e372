package org.cinegraph.scheduler.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.NotLeading;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.WorkerProcess;
import org.cinegraph.scheduler.commit.Commit;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.Deaths;
import org.cinegraph.scheduler.connection.LeaderView;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.progress.WaitReasons;
import org.cinegraph.scheduler.storage.LeaseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What leads, if this process does: in each turn it renews the leadership, looks at the queue when
/// woken and at every sweep, gives up on expired leases, and passes stops on. A process that does
/// not lead tries to, and passes stops on. One thread takes the turns, in production a
/// [LeaderThread]; any thread may call.
///
/// While Postgres is away it changes nothing and goes on leading in memory, so that workers renew
/// and compute; nobody else can take the leadership meanwhile.
final class LeaderLoop implements LeaderView {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration DEAF = Duration.ofSeconds(1);

  private final SchedulerSettings settings;
  private final Tenure tenure;
  private final LeaseStore store;
  private final LeaseTable leases;
  private final Committer committer;
  private final WaitReasons reasons;
  private final Dispatcher dispatcher;
  private final StopLeases stops;
  private final KeepFree keepFree;
  private final EndHung hung;
  private final Orphans orphans;
  private final MonotonicClock clock;
  private final Wake wake = new Wake();
  private volatile boolean leads;
  private boolean failing;

  /// When the next turn has to begin at the latest.
  private long expected;

  private long nextSweep;
  private Optional<Long> nextTry = Optional.empty();
  private boolean anyWaits;

  LeaderLoop(
      SchedulerSettings settings,
      Tenure tenure,
      LeaseStore store,
      LeaseTable leases,
      Committer committer,
      WaitReasons reasons,
      Dispatcher dispatcher,
      StopLeases stops,
      KeepFree keepFree,
      ConnectedWorkers connected,
      Deaths deaths,
      MonotonicClock clock) {
    this.settings = settings;
    this.tenure = tenure;
    this.store = store;
    this.leases = leases;
    this.committer = committer;
    this.reasons = reasons;
    this.dispatcher = dispatcher;
    this.stops = stops;
    this.keepFree = keepFree;
    this.hung = new EndHung(connected, leases, committer, wake, clock);
    this.orphans = new Orphans(store, deaths, connected, leases, committer, wake);
    this.clock = clock;
    this.nextSweep = clock.nanoTime();
    this.expected = nextSweep;
  }

  @Override
  public boolean leads() {
    return leads;
  }

  @Override
  public boolean mayExtend() {
    return leads && tenure.isFresh();
  }

  @Override
  public void capacityChanged() {
    wake.capacity();
  }

  void queueChanged() {
    wake.queue();
  }

  void drainAsked() {
    wake.drain();
  }

  void stopAsked(UUID work) {
    wake.stop(work);
  }

  /// Lets another process lead at once.
  void resign() {
    try {
      tenure.resign();
    } catch (StorageFailure away) {
      LOG.warn("leadership=kept reason=\"{}\"", away.getMessage());
    }
    leads = false;
  }

  /// What the loop was called for since its last turn.
  Wake calls() {
    return wake;
  }

  /// Does what is due and what it was called for.
  ///
  /// @return how long the loop may rest, if nobody calls it
  Duration turn() {
    forgiveDeafness();
    Duration rest;
    try {
      turn(wake.take());
      failing = false;
      rest = untilNextDuty();
    } catch (StorageFailure storage) {
      if (!failing) {
        LOG.warn("leader=waiting reason=\"{}\"", storage.getMessage());
      }
      tenure.noteStorageAway();
      rest = fail();
    } catch (RuntimeException defect) {
      LOG.error("leader=failing", defect);
      rest = fail();
    }
    expected = clock.nanoTime() + rest.toNanos();
    return rest;
  }

  private Duration fail() {
    failing = true;
    nextSweep = clock.nanoTime();
    return PAUSE_AFTER_FAILURE;
  }

  /// A process that was suspended did not hear its workers renew: what it missed is not held
  /// against them.
  private void forgiveDeafness() {
    Duration deafness = Duration.ofNanos(clock.nanoTime() - expected);
    if (deafness.compareTo(DEAF) > 0) {
      leases.forgive(deafness);
    }
  }

  private void turn(Wake.Calls calls) {
    boolean sweep = clock.nanoTime() - nextSweep >= 0;
    if (sweep) {
      nextSweep = clock.nanoTime() + settings.sweepEvery().toNanos();
      hung.sweep();
      stops.sweep();
    } else if (!calls.stops().isEmpty()) {
      stops.relay(calls.stops());
    }
    boolean drains = (sweep || calls.drains()) && keepFree.refresh();
    boolean gained = follow(tenure.keep());
    if (tenure.epoch().isEmpty()) {
      return;
    }
    if (sweep && !gained) {
      reconcile();
    }
    giveUpExpired();
    boolean retry = nextTry.isPresent() && clock.nanoTime() - nextTry.get() >= 0;
    if (gained || sweep || drains || retry || calls.queue() || (calls.capacity() && anyWaits)) {
      look();
    }
  }

  private Duration untilNextDuty() {
    long now = clock.nanoTime();
    return Stream.of(
            Optional.of(tenure.untilDue()),
            Optional.of(Duration.ofNanos(Math.max(0, nextSweep - now))),
            nextTry.map(at -> Duration.ofNanos(Math.max(0, at - now))),
            leads ? leases.untilNextExpiry() : Optional.<Duration>empty())
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .orElseThrow();
  }

  /// @return whether the leadership was gained just now
  private boolean follow(Tenure.Change change) {
    switch (change) {
      case NONE -> {}
      case GAINED -> takeOver();
      case LOST -> stepDown();
    }
    return change == Tenure.Change.GAINED;
  }

  /// Every open lease, whoever granted it, gets one full time to live.
  private void takeOver() {
    leases.clear();
    leases.beginReconcile();
    int open;
    List<WorkerProcess> workers;
    try {
      workers = orphans.read();
      open = leases.reconcile(openLeases()).size();
    } catch (RuntimeException unread) {
      tenure.lose();
      throw unread;
    }
    leads = true;
    orphans.lookAfter(workers);
    LOG.info("leader=gained epoch={} leases={}", tenure.epoch().orElseThrow(), open);
  }

  private void stepDown() {
    leads = false;
    nextTry = Optional.empty();
    leases.clear();
    reasons.clear();
    LOG.warn("leader=lost");
  }

  /// Grants happen on this thread alone: an open lease that is not known here was granted by a
  /// transaction whose outcome did not get through, and its worker never heard of it. Unless
  /// another one leads by now: whoever confirms after reading has read nothing of a successor.
  private void reconcile() {
    leases.beginReconcile();
    List<HeldLease> open = openLeases();
    follow(tenure.confirm());
    if (tenure.epoch().isPresent()) {
      for (HeldLease lost : leases.reconcile(open)) {
        end(lost, false);
      }
    }
  }

  /// Makes sure first that no other leader has extended these leases.
  private void giveUpExpired() {
    if (!leases.anyExpired()) {
      return;
    }
    follow(tenure.confirm());
    for (HeldLease expired : leases.giveUpExpired()) {
      LOG.warn(
          "lease=expired work={} fence={} worker={}",
          expired.key().work(),
          expired.key().fence(),
          expired.worker());
      end(expired, true);
    }
  }

  private void end(HeldLease lease, boolean counts) {
    committer.submit(
        new Commit.End(
            new Report.Lost(lease.key(), counts),
            _ -> {
              leases.ended(lease.key());
              wake.stop(lease.key().work());
              wake.queue();
            }));
  }

  private void look() {
    try {
      Dispatcher.Look look = dispatcher.look(tenure.epoch().orElseThrow());
      anyWaits = look.anyWaits();
      nextTry = look.backoff().map(left -> clock.nanoTime() + left.toNanos());
      if (look.more()) {
        wake.queue();
      }
    } catch (NotLeading replaced) {
      follow(tenure.lose());
    }
  }

  private List<HeldLease> openLeases() {
    return store.openLeases().stream().map(LeaderLoop::held).toList();
  }

  private static HeldLease held(OpenLease lease) {
    return new HeldLease(
        new LeaseKey(lease.work(), lease.fence(), lease.secretDigest()),
        lease.worker(),
        lease.request().demand());
  }
}
