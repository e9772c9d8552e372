package org.cinegraph.scheduler.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.db.work.WorkerProcess;
import org.cinegraph.db.work.Workers;
import org.cinegraph.scheduler.commit.ReportWriter;

/// All that the scheduler asks of storage, which several control planes share: who leads, what
/// waits, what is leased, and how leases begin and end. Each call is one transaction: it happens as
/// a whole or not at all, and one that fails with
/// [StorageUnreachable][org.cinegraph.db.StorageUnreachable] may have happened all the same.
///
/// In production it is Postgres ([PostgresLeases]); the simulator has a model of it that can be
/// slow, out of reach and cut off between a commit and its answer.
public interface LeaseStore extends ReportWriter {
  /// Takes the leadership if nobody holds it, its holder has been silent for the time to live, or
  /// the caller holds it already.
  ///
  /// @return the epoch in which the caller leads
  Optional<Long> acquireLeadership(UUID holder, Duration timeToLive);

  /// @return whether the holder still leads in the epoch
  boolean renewLeadership(UUID holder, long epoch);

  /// Lets another one lead at once.
  void resignLeadership(UUID holder, long epoch);

  /// The first that wait, by priority, then age.
  List<QueuedWork> waiting(int limit);

  /// The first of each run, of these kinds, that may start now: first those that are first in their
  /// run, by priority, then age.
  List<QueuedWork> ready(List<WorkQueue.Kind> kinds, int limit);

  /// Every open lease.
  List<OpenLease> openLeases();

  /// The open leases of those of the named works that have one.
  List<OpenLease> openLeases(List<UUID> works);

  /// Grants what can be granted; a work that no longer waits is left out.
  ///
  /// @throws org.cinegraph.db.work.NotLeading another epoch leads
  List<Granted> grant(long leaderEpoch, List<Grant> grants);

  /// Takes a worker in with all that it has.
  ///
  /// @return known node types that it offers with another declaration: these are left out
  List<RefusedType> hello(Workers.Hello hello);

  void disconnected(UUID worker);

  /// Workers that were connected to whoever led before, and those with an open lease; none where
  /// nobody's death can be seen.
  default List<WorkerProcess> busyWorkers() {
    return List.of();
  }

  /// Connected workers that a person keeps free; none where nobody can ask for it.
  default List<UUID> drained() {
    return List.of();
  }
}
