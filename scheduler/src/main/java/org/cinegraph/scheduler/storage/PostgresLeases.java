package org.cinegraph.scheduler.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Leadership;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.work.Checkpoints;
import org.cinegraph.db.work.CommitReports;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.GrantLeases;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.db.work.WorkerProcess;
import org.cinegraph.db.work.Workers;
import org.cinegraph.proto.ProcessSpace;

/// The aggregates of Postgres that the scheduler uses, each call passed on to its own.
public final class PostgresLeases implements LeaseStore {
  private final String here = ProcessSpace.here() + " ";
  private final Leadership leadership;
  private final WorkQueue queue;
  private final GrantLeases grants;
  private final CommitReports reports;
  private final Checkpoints checkpoints;
  private final Workers workers;

  public PostgresLeases(Database database, Plans plans) {
    this.leadership = new Leadership(database);
    this.queue = new WorkQueue(database);
    this.grants = new GrantLeases(database);
    this.reports = new CommitReports(database, plans);
    this.checkpoints = new Checkpoints(database);
    this.workers = new Workers(database);
  }

  @Override
  public Optional<Long> acquireLeadership(UUID holder, Duration timeToLive) {
    leadership
        .holder()
        .filter(other -> isDead(other.process()))
        .ifPresent(dead -> leadership.resign(dead.id(), dead.epoch()));
    return leadership.acquire(holder, here + ProcessHandle.current().pid(), timeToLive);
  }

  /// Of a process on another machine nothing is known.
  private boolean isDead(String process) {
    return !here.isBlank()
        && process.startsWith(here)
        && ProcessSpace.isGone(Long.parseLong(process.substring(here.length())));
  }

  @Override
  public boolean renewLeadership(UUID holder, long epoch) {
    return leadership.renew(holder, epoch);
  }

  @Override
  public void resignLeadership(UUID holder, long epoch) {
    leadership.resign(holder, epoch);
  }

  @Override
  public List<QueuedWork> waiting(int limit) {
    return queue.waiting(limit);
  }

  @Override
  public List<QueuedWork> ready(List<WorkQueue.Kind> kinds, int limit) {
    return queue.ready(kinds, limit);
  }

  @Override
  public List<OpenLease> openLeases() {
    return queue.openLeases();
  }

  @Override
  public List<OpenLease> openLeases(List<UUID> works) {
    return queue.openLeases(works);
  }

  @Override
  public List<Granted> grant(long leaderEpoch, List<Grant> wanted) {
    return grants.grant(leaderEpoch, wanted);
  }

  @Override
  public List<ReportAnswer> commit(List<Report> all) {
    return reports.commit(all);
  }

  @Override
  public ReportAnswer save(LeaseKey lease, SavedCheckpoint checkpoint) {
    return checkpoints.record(lease, checkpoint);
  }

  @Override
  public List<RefusedType> hello(Workers.Hello hello) {
    return workers.hello(hello);
  }

  @Override
  public List<UUID> drained() {
    return workers.drained();
  }

  @Override
  public List<WorkerProcess> busyWorkers() {
    return workers.busy();
  }

  @Override
  public void disconnected(UUID worker) {
    workers.disconnected(worker);
  }
}
