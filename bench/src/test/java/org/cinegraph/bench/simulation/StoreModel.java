package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.bench.simulation.StoredWork.Open;
import org.cinegraph.bench.simulation.StoredWork.State;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.NotLeading;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.FailureCategory;

/// What Postgres does for the scheduler, in memory and said as plainly as possible. Each call is a
/// transaction.
final class StoreModel {
  private static final int LOST_BEFORE_QUARANTINE = 3;

  private final VirtualTime time;
  private final Mutation mutation;
  private final Witness witness;
  private final SequencedMap<UUID, StoredWork> works = new LinkedHashMap<>();
  private Optional<UUID> leader = Optional.empty();
  private long epoch;
  private long leaderRenewedAt;
  private long queued;

  /// Sees what is written, to judge it.
  interface Witness {
    void granted(StoredWork work, UUID worker);

    void ended(StoredWork work, Report report);

    void woken(Optional<UUID> stop);
  }

  StoreModel(VirtualTime time, Mutation mutation, Witness witness) {
    this.time = time;
    this.mutation = mutation;
    this.witness = witness;
  }

  SequencedCollection<StoredWork> works() {
    return works.sequencedValues();
  }

  void add(StoredWork work) {
    works.put(work.id, work);
  }

  Optional<Long> acquire(UUID holder, Duration timeToLive) {
    boolean held = leader.isPresent() && !leader.get().equals(holder);
    if (held && time.now() - leaderRenewedAt <= timeToLive.toNanos()) {
      return Optional.empty();
    }
    if (leader.isEmpty() || held) {
      epoch++;
    }
    leader = Optional.of(holder);
    leaderRenewedAt = time.now();
    return Optional.of(epoch);
  }

  boolean renew(UUID holder, long heldEpoch) {
    if (!leader.equals(Optional.of(holder)) || epoch != heldEpoch) {
      return false;
    }
    leaderRenewedAt = time.now();
    return true;
  }

  void resign(UUID holder, long heldEpoch) {
    if (leader.equals(Optional.of(holder)) && epoch == heldEpoch) {
      leader = Optional.empty();
    }
  }

  List<QueuedWork> waiting(Predicate<StoredWork> wanted, int limit) {
    return works.sequencedValues().stream()
        .filter(work -> work.state == State.QUEUED && wanted.test(work))
        .sorted(Comparator.comparingLong(work -> work.queuedNumber))
        .limit(limit)
        .map(this::queued)
        .toList();
  }

  private QueuedWork queued(StoredWork work) {
    return new QueuedWork(
        RunFixture.TENANT,
        work.id,
        work.id,
        Digest.of(work.id.toString()),
        RunFixture.NO_OP.type(),
        RunFixture.NO_OP.version(),
        RunFixture.PROGRAM,
        work.request,
        0,
        work.queuedNumber,
        work.attempts,
        Duration.ofNanos(Math.max(0, work.notBefore - time.now())));
  }

  List<OpenLease> openLeases(Predicate<UUID> wanted) {
    List<OpenLease> leases = new ArrayList<>();
    for (StoredWork work : works.sequencedValues()) {
      if (work.open.isPresent() && wanted.test(work.id)) {
        Open open = work.open.get();
        leases.add(
            new OpenLease(
                RunFixture.TENANT,
                work.id,
                open.lease().fence(),
                open.worker(),
                open.lease().secretDigest(),
                work.request,
                work.stopRequested));
      }
    }
    return leases;
  }

  List<Granted> grant(long leaderEpoch, List<Grant> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    if (leaderEpoch != epoch && mutation != Mutation.STORE_IGNORES_EPOCHS) {
      throw new NotLeading(leaderEpoch);
    }
    List<Granted> granted = new ArrayList<>();
    for (Grant grant : wanted.stream().sorted(Comparator.comparing(Grant::work)).toList()) {
      StoredWork work = of(grant.work());
      if (work.state == State.QUEUED) {
        work.state = State.LEASED;
        work.fence++;
        work.attempts++;
        LeaseKey key = new LeaseKey(work.id, work.fence, grant.secretDigest());
        work.open = Optional.of(new Open(key, grant.worker()));
        witness.granted(work, grant.worker());
        granted.add(granted(work, grant.worker()));
      }
    }
    return granted;
  }

  private static Granted granted(StoredWork work, UUID worker) {
    return new Granted(
        RunFixture.TENANT,
        work.id,
        worker,
        work.fence,
        work.attempts,
        Digest.of(work.id.toString()),
        RunFixture.NO_OP.type(),
        RunFixture.NO_OP.version(),
        RunFixture.PROGRAM,
        work.request,
        work.checkpoint.stream().toList());
  }

  ReportAnswer save(LeaseKey lease, SavedCheckpoint saved) {
    StoredWork work = of(lease.work());
    if (!isOpen(work, lease)) {
      return new ReportAnswer.Stale();
    }
    work.checkpoint = Optional.of(saved);
    return new ReportAnswer.Committed();
  }

  List<ReportAnswer> commit(List<Report> reports) {
    return reports.stream().map(this::commit).toList();
  }

  private ReportAnswer commit(Report report) {
    StoredWork work = of(report.lease().work());
    if (!isOpen(work, report.lease())) {
      boolean repeated = outcome(report).equals(work.outcomes.get(report.lease()));
      return repeated ? new ReportAnswer.Committed() : new ReportAnswer.Stale();
    }
    witness.ended(work, report);
    switch (report) {
      case Report.Done _ -> {
        work.close("done");
        end(work, State.DONE);
      }
      case Report.Failed failed -> failed(work, failed);
      case Report.Stopped _ -> handedBack(work);
      case Report.Lost lost when !lost.counts() -> handedBack(work);
      case Report.Lost _ -> lost(work);
    }
    return new ReportAnswer.Committed();
  }

  private boolean isOpen(StoredWork work, LeaseKey lease) {
    boolean open = work.open.isPresent() && work.open.get().lease().equals(lease);
    return open || (mutation == Mutation.STORE_IGNORES_FENCES && work.state == State.LEASED);
  }

  private void failed(StoredWork work, Report.Failed failed) {
    work.close("failed");
    FailureCategory category = failed.failure().category();
    boolean mayPass =
        category != FailureCategory.USER
            && category != FailureCategory.FATAL
            && category != FailureCategory.STOPPED;
    if (!mayPass || work.attempts >= work.request.attemptsAllowed()) {
      end(work, State.FAILED);
    } else {
      again(work, Duration.ofMillis(Math.min(60_000, 500L << Math.min(10, work.attempts))));
    }
  }

  private void handedBack(StoredWork work) {
    work.close("stopped");
    work.attempts--;
    again(work, Duration.ZERO);
  }

  private void lost(StoredWork work) {
    work.close("lost");
    work.lost++;
    if (work.lost >= LOST_BEFORE_QUARANTINE) {
      end(work, State.FAILED);
    } else {
      again(work, Duration.ZERO);
    }
  }

  private void again(StoredWork work, Duration backoff) {
    if (work.stopRequested) {
      end(work, State.STOPPED);
      return;
    }
    work.notBefore = time.now() + backoff.toNanos();
    queue(work);
  }

  /// The work of a node whose producers are done.
  void queue(StoredWork work) {
    work.state = State.QUEUED;
    queued++;
    work.queuedNumber = queued;
    witness.woken(Optional.empty());
  }

  private void end(StoredWork work, State end) {
    work.state = end;
    for (StoredWork other : works.sequencedValues()) {
      if (other.isReady()) {
        queue(other);
      } else if (other.isSkipped()) {
        end(other, State.STOPPED);
      }
    }
  }

  /// Stops a run, orderly or at once.
  void stop(int run, boolean kill) {
    for (StoredWork work : works.sequencedValues()) {
      if (work.run == run && !work.state.ended()) {
        if (work.state == State.LEASED) {
          work.stopRequested = true;
          witness.woken(Optional.of(work.id));
        }
        if (kill || work.state != State.LEASED) {
          work.close("stopped");
          end(work, State.STOPPED);
        }
      }
    }
  }

  private StoredWork of(UUID id) {
    StoredWork work = works.get(id);
    if (work == null) {
      throw new IllegalStateException("No work " + id);
    }
    return work;
  }

  private static String outcome(Report report) {
    return switch (report) {
      case Report.Done _ -> "done";
      case Report.Failed _ -> "failed";
      case Report.Stopped _ -> "stopped";
      case Report.Lost _ -> "lost";
    };
  }
}
