package org.cinegraph.scheduler.dispatch;

import io.grpc.BindableService;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.scheduler.commit.CommitterThread;
import org.cinegraph.scheduler.connection.Deaths;
import org.cinegraph.scheduler.connection.WorkerFacts;
import org.cinegraph.scheduler.connection.WorkerService;
import org.cinegraph.scheduler.connection.WorkerSession;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WaitReasons;
import org.cinegraph.scheduler.storage.PostgresLeases;

/// The scheduler of one control plane process, all parts put together: the service for its workers,
/// and the loop that leads when its turn comes, on threads of their own. Any number of processes
/// may run one on the same database.
public final class Scheduler implements AutoCloseable {
  private final DrivenScheduler driven;
  private final WorkerService service;
  private final LeaderThread leader;
  private final CommitterThread committer;
  private final List<Notifications.Subscription> wakes;

  private Scheduler(
      DrivenScheduler driven,
      WorkerService service,
      LeaderThread leader,
      CommitterThread committer,
      List<Notifications.Subscription> wakes) {
    this.driven = driven;
    this.service = service;
    this.leader = leader;
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
    DrivenScheduler driven =
        DrivenScheduler.assemble(
            settings,
            new PostgresLeases(with.database(), with.plans()),
            with.clock(),
            with.secrets(),
            Deaths.seenFromHere());
    WorkerService service =
        new WorkerService(
            driven.parts(),
            new Artifacts(with.database(), with.store()::contains),
            with.store(),
            new LostArtifact(with.database(), with.plans()));
    CommitterThread committer = CommitterThread.start(driven.parts().committer());
    List<Notifications.Subscription> wakes = listen(with.notifications(), driven);
    return new Scheduler(driven, service, LeaderThread.start(driven.loop()), committer, wakes);
  }

  /// For the gRPC server, behind whatever authenticates its callers.
  public BindableService workerService() {
    return service;
  }

  public ProgressBoard progress() {
    return driven.parts().progress();
  }

  /// Filled only while this process leads.
  public WaitReasons waitReasons() {
    return driven.reasons();
  }

  public boolean leads() {
    return driven.leads();
  }

  /// The workers whose streams end here, by what they said of themselves.
  public List<WorkerFacts> workers() {
    return driven.parts().connected().sessions().stream().map(WorkerSession::facts).toList();
  }

  /// Stops granting, lets another process lead, commits what is in flight and closes the streams;
  /// the workers compute on and connect again.
  @Override
  public void close() {
    wakes.forEach(Notifications.Subscription::close);
    leader.close();
    service.close();
    committer.close();
  }

  private static List<Notifications.Subscription> listen(
      Notifications notifications, DrivenScheduler driven) {
    return List.of(
        notifications.listen(Channel.WORK, _ -> driven.queueChanged()),
        notifications.listen(Channel.DRAIN, _ -> driven.drainAsked()),
        notifications.listen(
            Channel.STOP,
            work -> {
              if (!work.isEmpty()) {
                driven.stopAsked(UUID.fromString(work));
              }
            }));
  }
}
