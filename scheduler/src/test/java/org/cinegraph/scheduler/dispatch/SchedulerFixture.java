package org.cinegraph.scheduler.dispatch;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.scheduler.connection.Terms;
import org.cinegraph.scheduler.lease.MonotonicClock;

/// A scheduler on a real Postgres, reached over gRPC in the process. It never sweeps within a test:
/// what happens, happens because somebody was woken.
final class SchedulerFixture implements AutoCloseable {
  static final Duration NEVER = Duration.ofHours(1);

  private final Notifications notifications;
  private final Scheduler scheduler;
  private final Server server;
  private final ManagedChannel channel;

  SchedulerFixture(RunFixture runs, Path store, Duration leaseTimeToLive) {
    this(runs, store, leaseTimeToLive, NEVER);
  }

  SchedulerFixture(RunFixture runs, Path store, Duration leaseTimeToLive, Duration sweep) {
    this(runs, store, leaseTimeToLive, sweep, MonotonicClock.system());
  }

  SchedulerFixture(
      RunFixture runs, Path store, Duration leaseTimeToLive, Duration sweep, MonotonicClock clock) {
    notifications = Notifications.start(runs.database());
    scheduler =
        Scheduler.start(
            new SchedulerSettings(
                UUID.randomUUID(),
                new Terms(leaseTimeToLive, leaseTimeToLive.dividedBy(3), "test"),
                Duration.ofMillis(500),
                Duration.ofMillis(50),
                sweep),
            new Scheduler.Surroundings(
                runs.database(),
                runs.plans(),
                notifications,
                ArtifactStore.open(store),
                clock,
                new SecureRandom()));
    String name = UUID.randomUUID().toString();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addService(scheduler.workerService())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
    awaitLeadership();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    scheduler.close();
    channel.shutdownNow();
    server.shutdownNow();
    notifications.close();
  }

  private void awaitLeadership() {
    try {
      while (!scheduler.leads()) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
