package org.cinegraph.scheduler.dispatch;

import io.grpc.BindableService;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Leadership;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.work.Checkpoints;
import org.cinegraph.db.work.CommitReports;
import org.cinegraph.db.work.GrantLeases;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.db.work.Workers;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.commit.ReportWriter;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.StreamParts;
import org.cinegraph.scheduler.connection.WorkerFacts;
import org.cinegraph.scheduler.connection.WorkerService;
import org.cinegraph.scheduler.connection.WorkerSession;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WaitReasons;

/// The scheduler of one control plane process, all parts put together: the service for its workers,
/// and the loop that leads when its turn comes. Any number of processes may run one on the same
/// database.
public final class Scheduler implements AutoCloseable {
  private final WorkerService service;
  private final ConnectedWorkers connected;
  private final ProgressBoard progress;
  private final WaitReasons reasons;
  private final LeaderLoop loop;
  private final Committer committer;
  private final List<Notifications.Subscription> wakes;

  private Scheduler(
      WorkerService service,
      ConnectedWorkers connected,
      ProgressBoard progress,
      WaitReasons reasons,
      LeaderLoop loop,
      Committer committer,
      List<Notifications.Subscription> wakes) {
    this.service = service;
    this.connected = connected;
    this.progress = progress;
    this.reasons = reasons;
    this.loop = loop;
    this.committer = committer;
    this.wakes = wakes;
  }

  /// What a scheduler works with; none of it is closed by it.
  ///
  /// @param secrets where the secrets of leases come from: a cryptographic source
  public record Surroundings(
      Database database,
      Plans plans,
      Notifications notifications,
      ArtifactStore store,
      MonotonicClock clock,
      RandomGenerator secrets) {}

  /// Starts its threads.
  public static Scheduler start(SchedulerSettings settings, Surroundings with) {
    Database database = with.database();
    LeaseTable leases = new LeaseTable(with.clock(), settings.terms().timeToLive());
    ConnectedWorkers connected = new ConnectedWorkers();
    ProgressBoard progress = new ProgressBoard();
    WaitReasons reasons = new WaitReasons(progress::publish);
    Committer committer =
        Committer.start(
            ReportWriter.to(new CommitReports(database, with.plans()), new Checkpoints(database)));
    LeaderLoop loop = loop(settings, with, leases, connected, progress, reasons, committer);
    StreamParts parts =
        new StreamParts(
            settings.terms(),
            new Workers(database),
            new WorkQueue(database),
            leases,
            committer,
            connected,
            progress,
            loop);
    WorkerService service =
        new WorkerService(
            parts, new Artifacts(database), with.store(), new LostArtifact(database, with.plans()));
    List<Notifications.Subscription> wakes = listen(with.notifications(), loop);
    loop.start();
    return new Scheduler(service, connected, progress, reasons, loop, committer, wakes);
  }

  private static LeaderLoop loop(
      SchedulerSettings settings,
      Surroundings with,
      LeaseTable leases,
      ConnectedWorkers connected,
      ProgressBoard progress,
      WaitReasons reasons,
      Committer committer) {
    WorkQueue queue = new WorkQueue(with.database());
    GrantLeases grants = new GrantLeases(with.database());
    return new LeaderLoop(
        settings,
        new Tenure(new Leadership(with.database()), settings, with.clock()),
        queue,
        leases,
        committer,
        reasons,
        new Dispatcher(queue, grants, connected, leases, committer, reasons, with.secrets()),
        new StopLeases(queue, connected, leases, progress),
        with.clock());
  }

  /// For the gRPC server, behind whatever authenticates its callers.
  public BindableService workerService() {
    return service;
  }

  public ProgressBoard progress() {
    return progress;
  }

  /// Filled only while this process leads.
  public WaitReasons waitReasons() {
    return reasons;
  }

  public boolean leads() {
    return loop.leads();
  }

  /// The workers whose streams end here, by what they said of themselves.
  public List<WorkerFacts> workers() {
    return connected.sessions().stream().map(WorkerSession::facts).toList();
  }

  /// Stops granting, lets another process lead, commits what is in flight and closes the streams;
  /// the workers compute on and connect again.
  @Override
  public void close() {
    wakes.forEach(Notifications.Subscription::close);
    loop.close();
    service.close();
    committer.close();
  }

  private static List<Notifications.Subscription> listen(
      Notifications notifications, LeaderLoop loop) {
    return List.of(
        notifications.listen(Channel.WORK, _ -> loop.queueChanged()),
        notifications.listen(
            Channel.STOP,
            work -> {
              if (!work.isEmpty()) {
                loop.stopAsked(UUID.fromString(work));
              }
            }));
  }
}
