package org.cinegraph.scheduler.dispatch;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.scheduler.commit.Commit;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.WorkerSession;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.placement.Capacity;
import org.cinegraph.scheduler.placement.Decide;
import org.cinegraph.scheduler.placement.Decision;
import org.cinegraph.scheduler.placement.Owner;
import org.cinegraph.scheduler.placement.Placement;
import org.cinegraph.scheduler.placement.Snapshot;
import org.cinegraph.scheduler.placement.WaitReason;
import org.cinegraph.scheduler.placement.WaitingWork;
import org.cinegraph.scheduler.placement.WorkType;
import org.cinegraph.scheduler.placement.WorkerView;
import org.cinegraph.scheduler.progress.WaitReasons;
import org.cinegraph.scheduler.storage.LeaseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One look at the queue: loads a bounded part of it, decides, grants in one transaction, sends.
/// For one thread, that of the leader.
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int MOST_WORKS = 256;
  private static final int SECRET_BYTES = 32;

  private final LeaseStore store;
  private final ConnectedWorkers connected;
  private final LeaseTable leases;
  private final Committer committer;
  private final WaitReasons reasons;
  private final RandomGenerator secrets;
  private final ShareBook shares = new ShareBook();

  Dispatcher(
      LeaseStore store,
      ConnectedWorkers connected,
      LeaseTable leases,
      Committer committer,
      WaitReasons reasons,
      RandomGenerator secrets) {
    this.store = store;
    this.connected = connected;
    this.leases = leases;
    this.committer = committer;
    this.reasons = reasons;
    this.secrets = secrets;
  }

  /// @param anyWaits whether a free worker would change anything
  /// @param more whether another look at once may place more
  /// @param backoff when the first work may be tried again
  record Look(boolean anyWaits, boolean more, Optional<Duration> backoff) {}

  /// @throws org.cinegraph.db.work.NotLeading another epoch leads
  Look look(long epoch) {
    SequencedMap<UUID, WorkerSession> sessions = new LinkedHashMap<>();
    connected.sessions().forEach(session -> sessions.put(session.facts().id(), session));
    List<WorkerView> workers = views(sessions.values());
    List<QueuedWork> first = store.waiting(MOST_WORKS);
    boolean whole = first.size() < MOST_WORKS;
    SequencedMap<UUID, QueuedWork> loaded = new LinkedHashMap<>();
    first.forEach(work -> loaded.put(work.work(), work));
    List<WorkQueue.Kind> kinds = kinds(workers);
    if (!whole) {
      store.ready(kinds, MOST_WORKS).forEach(work -> loaded.put(work.work(), work));
    }
    Decision decision =
        Decide.decide(
            new Snapshot(
                loaded.values().stream().map(Dispatcher::waiting).toList(),
                workers,
                shares.shares(leases.open())));
    grant(epoch, decision.placements(), loaded, sessions);
    reasons.update(decision);
    if (whole) {
      reasons.retain(decision.waiting().keySet());
    }
    return new Look(
        !whole || !decision.waiting().isEmpty(),
        !whole && !decision.placements().isEmpty(),
        backoff(decision));
  }

  private List<WorkerView> views(Collection<WorkerSession> sessions) {
    Map<UUID, List<HeldLease>> byWorker = new LinkedHashMap<>();
    for (HeldLease lease : leases.open()) {
      byWorker.computeIfAbsent(lease.worker(), _ -> new ArrayList<>()).add(lease);
    }
    return sessions.stream()
        .map(session -> view(session, byWorker.getOrDefault(session.facts().id(), List.of())))
        .toList();
  }

  private static WorkerView view(WorkerSession session, List<HeldLease> held) {
    Capacity.Load used = Capacity.Load.NONE;
    for (HeldLease lease : held) {
      used = used.plus(session.facts().capacity().loadOf(lease.demand()));
    }
    return session.view(held.size(), used);
  }

  private void grant(
      long epoch,
      List<Placement> placements,
      SequencedMap<UUID, QueuedWork> loaded,
      SequencedMap<UUID, WorkerSession> sessions) {
    Map<UUID, ByteString> secretOf = new LinkedHashMap<>();
    List<Grant> wanted = new ArrayList<>();
    for (Placement placement : placements) {
      QueuedWork work = loaded.get(placement.work());
      if (work == null) {
        throw new IllegalStateException("Placed a work that did not wait: " + placement.work());
      }
      byte[] secret = new byte[SECRET_BYTES];
      secrets.nextBytes(secret);
      secretOf.put(work.work(), ByteString.copyFrom(secret));
      wanted.add(new Grant(work.tenant(), work.work(), placement.worker(), Digest.of(secret)));
    }
    List<Granted> given = store.grant(epoch, wanted);
    if (!given.isEmpty()) {
      CrashPoint.LEASE_GRANTED.reached();
    }
    for (Granted granted : given) {
      Optional.ofNullable(loaded.get(granted.work()))
          .ifPresent(work -> shares.granted(work.work(), owner(work)));
      deliver(
          granted,
          secretOf.getOrDefault(granted.work(), ByteString.EMPTY),
          Optional.ofNullable(sessions.get(granted.worker())));
    }
  }

  /// Over the stream that was there at the decision: on a newer one the worker has said already
  /// what it holds.
  private void deliver(Granted granted, ByteString secret, Optional<WorkerSession> session) {
    LeaseKey key = new LeaseKey(granted.work(), granted.fence(), Digest.of(secret.toByteArray()));
    leases.granted(new HeldLease(key, granted.worker(), granted.request().demand()));
    boolean sent = session.map(stream -> stream.deliver(granted, secret)).orElse(false);
    LOG.debug(
        "lease=granted work={} fence={} worker={} sent={}",
        granted.work(),
        granted.fence(),
        granted.worker(),
        sent);
    if (sent) {
      leases.sent(key);
    } else {
      committer.submit(new Commit.End(new Report.Lost(key, false), _ -> leases.ended(key)));
    }
  }

  private static List<WorkQueue.Kind> kinds(List<WorkerView> workers) {
    return workers.stream()
        .flatMap(worker -> worker.offers().stream())
        .distinct()
        .map(type -> new WorkQueue.Kind(type.type(), type.version(), type.program()))
        .toList();
  }

  private static WaitingWork waiting(QueuedWork work) {
    return new WaitingWork(
        work.work(),
        owner(work),
        new WorkType(work.type(), work.version(), work.program()),
        work.request().models().values().stream()
            .map(pin -> new WaitingWork.Model(pin.name(), pin.digest()))
            .toList(),
        work.request().demand(),
        work.priority(),
        work.age(),
        work.notBefore());
  }

  private static Owner owner(QueuedWork work) {
    return new Owner(work.tenant(), work.run());
  }

  private static Optional<Duration> backoff(Decision decision) {
    return decision.waiting().values().stream()
        .filter(WaitReason.Backoff.class::isInstance)
        .map(reason -> ((WaitReason.Backoff) reason).left())
        .min(Duration::compareTo);
  }
}
