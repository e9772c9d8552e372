package org.cinegraph.scheduler.dispatch;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.Deaths;
import org.cinegraph.scheduler.connection.StreamParts;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WaitReasons;
import org.cinegraph.scheduler.storage.LeaseStore;

/// A scheduler without threads: it does nothing until it is driven. [Scheduler] drives it on
/// threads of its own, a simulator on virtual time; all that decides is here or below.
///
/// Turns of the leader are taken by one thread, reports are written by one thread, each stream is
/// driven by one thread at a time; all of these may be different ones.
public final class DrivenScheduler {
  private final StreamParts parts;
  private final WaitReasons reasons;
  private final LeaderLoop loop;

  private DrivenScheduler(StreamParts parts, WaitReasons reasons, LeaderLoop loop) {
    this.parts = parts;
    this.reasons = reasons;
    this.loop = loop;
  }

  /// @param secrets where the secrets of leases come from
  /// @param deaths what is known of workers whose streams broke
  public static DrivenScheduler assemble(
      SchedulerSettings settings,
      LeaseStore store,
      MonotonicClock clock,
      RandomGenerator secrets,
      Deaths deaths) {
    LeaseTable leases = new LeaseTable(clock, settings.terms().timeToLive());
    ConnectedWorkers connected = new ConnectedWorkers();
    ProgressBoard progress = new ProgressBoard();
    WaitReasons reasons = new WaitReasons(progress::publish);
    Committer committer = new Committer(store);
    LeaderLoop loop =
        new LeaderLoop(
            settings,
            new Tenure(store, settings, clock),
            store,
            leases,
            committer,
            reasons,
            new Dispatcher(store, connected, leases, committer, reasons, secrets),
            new StopLeases(store, connected, leases, progress),
            new KeepFree(store, connected),
            connected,
            deaths,
            clock);
    return new DrivenScheduler(
        new StreamParts(
            settings.terms(), store, leases, committer, connected, progress, deaths, loop, clock),
        reasons,
        loop);
  }

  /// A worker opens a stream.
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
    return parts.connect(out);
  }

  /// Takes a turn of the leader, or of the candidate.
  ///
  /// @return how long until the next one, if [#isCalled] stays false
  public Duration turn() {
    return loop.turn();
  }

  /// Whether a turn would find something to do.
  public boolean isCalled() {
    return loop.calls().isCalled();
  }

  /// Whether a worker has reported something that is not written yet.
  public boolean hasReports() {
    return parts.committer().hasWork();
  }

  /// Writes what workers have reported.
  ///
  /// @return false: storage is away; what is not written is kept
  public boolean write() {
    return parts.committer().write();
  }

  /// Works were queued, or ended, or their priority changed.
  public void queueChanged() {
    loop.queueChanged();
  }

  /// A person keeps a worker free, or does not any longer.
  public void drainAsked() {
    loop.drainAsked();
  }

  /// The lease of a work may have to stop.
  public void stopAsked(UUID work) {
    loop.stopAsked(work);
  }

  public boolean leads() {
    return loop.leads();
  }

  /// The open leases, as far as this process knows them.
  public List<HeldLease> leases() {
    return parts.leases().open();
  }

  StreamParts parts() {
    return parts;
  }

  WaitReasons reasons() {
    return reasons;
  }

  LeaderLoop loop() {
    return loop;
  }
}
