package org.cinegraph.server;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.cinegraph.activities.DriveRuns;
import org.cinegraph.activities.StartRun;
import org.cinegraph.activities.Temporal;
import org.cinegraph.db.ApiKeys;
import org.cinegraph.db.Database;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.artifact.CollectGarbage;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.transition.LogTransitions;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.scheduler.dispatch.Scheduler;
import org.cinegraph.scheduler.dispatch.SchedulerSettings;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.cinegraph.scheduler.placement.WorkType;
import org.cinegraph.server.api.Authenticate;
import org.cinegraph.server.api.ControlApi;
import org.cinegraph.server.api.IdSource;
import org.cinegraph.server.api.Refusals;
import org.cinegraph.server.api.ServerFacts;
import org.cinegraph.server.api.Surroundings;
import org.cinegraph.server.metrics.ControlMetrics;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.PostgresAddress;
import org.cinegraph.workflows.server.TemporalException;
import org.cinegraph.workflows.server.TemporalNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All parts of one control plane, put together: database, artifact store, Temporal, scheduler and
/// the two services behind the one place that authenticates.
public final class ControlPlane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
  private static final int CONNECTIONS = 24;
  private static final Duration POSTGRES_PATIENCE = Duration.ofSeconds(60);
  private static final Duration TEMPORAL_PATIENCE = Duration.ofSeconds(60);
  private static final int LARGEST_MESSAGE = 16 << 20;

  private final Database database;
  private final Notifications notifications;
  private final Temporal temporal;
  private final Scheduler scheduler;
  private final DriveRuns runs;
  private final Server server;
  private final ControlMetrics metrics;

  private ControlPlane(
      Database database,
      Notifications notifications,
      Temporal temporal,
      Scheduler scheduler,
      DriveRuns runs,
      Server server,
      ControlMetrics metrics) {
    this.database = database;
    this.notifications = notifications;
    this.temporal = temporal;
    this.scheduler = scheduler;
    this.runs = runs;
    this.server = server;
    this.metrics = metrics;
  }

  /// Brings the tables up to date, registers the home's token and takes calls.
  ///
  /// @throws IOException the token cannot be read or the port is taken
  /// @throws TemporalException nobody answers at Temporal's address
  public static ControlPlane start(ServeOptions options) throws IOException, InterruptedException {
    Home home = new Home(options.home());
    CompletableFuture<Temporal> connecting = connect(options.temporal());
    PostgresAddress.await(options.postgres(), POSTGRES_PATIENCE);
    Database database = Database.open(options.postgres(), CONNECTIONS);
    database.migrate();
    database.onTransition(new LogTransitions());
    ControlMetrics metrics = ControlMetrics.of(database, InstantSource.system());
    registerToken(database, home);
    ArtifactStore store = ArtifactStore.open(home.artifacts());
    Notifications notifications = Notifications.start(database);
    Temporal temporal = await(connecting);
    Plans plans = new Plans();
    Scheduler scheduler = schedule(database, plans, notifications, store);
    DriveRuns runs =
        DriveRuns.start(
            temporal, database, plans, notifications, store::isWhole, InstantSource.system());
    ControlApi control =
        ControlApi.of(surroundings(database, plans, store, notifications, temporal, scheduler));
    Server server =
        listen(options.port(), database, control, scheduler)
            .intercept(metrics.watchers())
            .build()
            .start();
    metrics.open(options.metricsPort(), database, scheduler);
    LOG.info(
        "control-plane=ready port={} postgres={} temporal={}",
        server.getPort(),
        database.address(),
        temporal.address());
    return new ControlPlane(database, notifications, temporal, scheduler, runs, server, metrics);
  }

  private static Scheduler schedule(
      Database database, Plans plans, Notifications notifications, ArtifactStore store) {
    return Scheduler.start(
        SchedulerSettings.usual(
            UUID.randomUUID(), "control plane " + ProcessHandle.current().pid()),
        new Scheduler.Surroundings(
            database, plans, notifications, store, MonotonicClock.system(), new SecureRandom()));
  }

  /// Postgres and Temporal are started side by side, and are waited for in the same way.
  private static CompletableFuture<Temporal> connect(String address) {
    return CompletableFuture.supplyAsync(
        () -> {
          TemporalNamespace.ensure(address, TEMPORAL_PATIENCE);
          return Temporal.connect(address, TemporalNamespace.NAME);
        },
        task -> Thread.ofPlatform().daemon().name("temporal").start(task));
  }

  private static Temporal await(CompletableFuture<Temporal> connecting) {
    try {
      return connecting.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TemporalException unreachable) {
        throw unreachable;
      }
      throw e;
    }
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    metrics.close();
    server.shutdown();
    runs.close();
    scheduler.close();
    await(server);
    notifications.close();
    temporal.close();
    database.close();
  }

  private static Server await(Server server) {
    try {
      if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return server;
  }

  private static void registerToken(Database database, Home home) throws IOException {
    Digest token = Digest.of(Files.readString(home.tokenFile()).strip());
    new ApiKeys(database)
        .put(
            ApiKeys.DEFAULT_TENANT,
            System.getProperty("user.name"),
            token,
            List.of(Authenticate.CONTROL, Authenticate.WORK));
  }

  private static Surroundings surroundings(
      Database database,
      Plans plans,
      ArtifactStore store,
      Notifications notifications,
      Temporal temporal,
      Scheduler scheduler) {
    return new Surroundings(
        database,
        plans,
        store,
        notifications,
        scheduler.progress(),
        scheduler.waitReasons(),
        (type, version, program) ->
            scheduler.workers().stream()
                .anyMatch(worker -> worker.offers().contains(new WorkType(type, version, program))),
        new StartRun(temporal)::start,
        IdSource.timeOrdered(InstantSource.system(), new SecureRandom()),
        new ServerFacts(
            "control plane " + ProcessHandle.current().pid(),
            "0.1.0",
            ProcessHandle.current().pid(),
            temporal.address(),
            temporal.namespace(),
            scheduler::leads),
        Surroundings.USUAL_PATIENCE,
        leastGrace());
  }

  /// Leases and uploads need an hour; a test need not wait for it.
  private static Duration leastGrace() {
    return Optional.ofNullable(System.getProperty("cinegraph.least-grace"))
        .map(Duration::parse)
        .orElse(CollectGarbage.USUAL_GRACE);
  }

  private static NettyServerBuilder listen(
      int port, Database database, ControlApi control, Scheduler scheduler) {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .addService(control)
        .addService(scheduler.workerService())
        .intercept(new Refusals())
        .intercept(Authenticate.by(new ApiKeys(database)));
  }
}
