package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.cinegraph.db.work.WorkRequest;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.scheduler.storage.LeaseStore;

/// A world of three control planes, one storage, three workers and a few runs, in which everything
/// is decided by one seed: first the faults of a minute, then calm, in which all has to end.
final class Simulation {
  static final int RUNS = 5;
  private static final int PLANES = 3;
  private static final int WORKERS = 3;
  private static final Duration STORM = Duration.ofSeconds(60);
  private static final Duration CALM = Duration.ofSeconds(150);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final long seed;
  private final Mutation mutation;
  private final Consumer<String> tracing;
  private final SplittableRandom random;
  private final Set<Fault> faults;
  private final Invariants invariants;
  private final VirtualTime time;
  private final Weather weather;
  private final StoreModel model;
  private final Storm storm;
  private final SimulatedProcess world;
  private final Lane fate;
  private final List<SimulatedControlPlane> planes = new ArrayList<>();
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private long fingerprint;

  /// What came of a seed.
  ///
  /// @param fingerprint the same for the same run
  record Outcome(
      long seed, Set<Fault> faults, long events, long fingerprint, Optional<String> violation) {}

  Simulation(long seed, Mutation mutation, Consumer<String> tracing) {
    this.seed = seed;
    this.mutation = mutation;
    this.tracing = tracing;
    this.random = new SplittableRandom(seed);
    this.faults = Storm.kinds(seed, random.split());
    this.invariants = new Invariants(this, faults);
    this.time = new VirtualTime(this::afterEvent);
    this.weather = new Weather(time, faults);
    this.model = new StoreModel(time, mutation, invariants);
    this.storm = new Storm(this, faults, random.split());
    this.world = new SimulatedProcess(time, random.split());
    this.fate = world.lane();
  }

  Outcome run() {
    trace("seed " + seed + " faults " + faults);
    submitRuns(random.split());
    for (int i = 0; i < PLANES; i++) {
      planes.add(new SimulatedControlPlane(this, i, random.split()));
      planes.get(i).start();
    }
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new SimulatedWorker(this, i, random.split()));
      workers.get(i).start();
    }
    strikeLater();
    time.runUntil(STORM.toNanos());
    trace("calm");
    weather.calmDown();
    workers.forEach(worker -> worker.process().resume());
    planes.forEach(plane -> plane.process().resume());
    awaitTheEnd();
    invariants.atTheEnd();
    return new Outcome(seed, faults, time.count(), fingerprint, invariants.violation());
  }

  private void awaitTheEnd() {
    long end = time.now() + CALM.toNanos();
    boolean over = false;
    while (!over && time.now() < end && invariants.violation().isEmpty()) {
      time.runUntil(time.now() + LOOK.toNanos());
      over =
          works().stream().allMatch(work -> work.state.ended())
              && workers.stream().allMatch(SimulatedWorker::isIdle);
    }
  }

  private void submitRuns(RandomGenerator chance) {
    for (int run = 0; run < RUNS; run++) {
      List<StoredWork> works = new ArrayList<>();
      int size = chance.nextInt(1, 4);
      for (int i = 0; i < size; i++) {
        boolean follows = i > 0 && chance.nextBoolean();
        works.add(
            new StoredWork(
                new UUID(chance.nextLong(), chance.nextLong()),
                run,
                request(chance.nextInt(10, 70)),
                follows ? List.of(works.getLast()) : List.of()));
      }
      time.in(
          Duration.ofMillis(chance.nextLong(STORM.toMillis() * 2 / 3)),
          fate,
          () -> {
            works.forEach(model::add);
            works.stream().filter(StoredWork::isReady).forEach(model::queue);
          });
    }
  }

  private static WorkRequest request(int memory) {
    return new WorkRequest(
        new Value.Fields(new LinkedHashMap<>()),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new Demand(Demand.DeviceClass.ANY, 0, memory, true),
        Optional.empty(),
        3);
  }

  private void strikeLater() {
    time.in(
        storm.untilNext(),
        fate,
        () -> {
          if (time.now() < STORM.toNanos()) {
            storm.strike();
            strikeLater();
          }
        });
  }

  VirtualTime time() {
    return time;
  }

  Weather weather() {
    return weather;
  }

  List<SimulatedControlPlane> planes() {
    return planes;
  }

  List<SimulatedWorker> workers() {
    return workers;
  }

  SequencedCollection<StoredWork> works() {
    return model.works();
  }

  LeaseStore store(RandomGenerator chance) {
    return new StoreClient(model, time, weather, chance, mutation);
  }

  SimulatedStream open(SimulatedWorker worker, int plane) {
    return new SimulatedStream(
        time, weather, random.split(), worker, planes.get(Math.floorMod(plane, PLANES)));
  }

  ConnectResponse seenByWorker(ConnectResponse message) {
    if (message.hasWelcome() && mutation == Mutation.WORKERS_ARE_TOLD_TOO_LONG_A_TIME) {
      long longer = message.getWelcome().getLeaseTimeToLiveMs() * 5 / 4;
      return message.toBuilder()
          .setWelcome(message.getWelcome().toBuilder().setLeaseTimeToLiveMs(longer))
          .build();
    }
    return message;
  }

  /// A worker takes a lease for answered.
  void released(WorkAnswer answer) {
    invariants.released(answer);
  }

  /// As a NOTIFY goes: soon, and sometimes not.
  void wake(Optional<UUID> stop) {
    for (SimulatedControlPlane plane : planes) {
      if (random.nextInt(8) > 0) {
        time.in(
            Duration.ofMillis(random.nextInt(1, 30)),
            plane.process().lane(),
            () ->
                stop.ifPresentOrElse(
                    plane.scheduler()::stopAsked, plane.scheduler()::queueChanged));
      }
    }
  }

  void killWorker(SimulatedWorker worker, Duration away) {
    worker.crash();
    replaceLater(worker, away);
  }

  void replaceLater(SimulatedWorker worker, Duration away) {
    time.in(away, fate, () -> replace(worker));
  }

  private void replace(SimulatedWorker dead) {
    int place = workers.indexOf(dead);
    if (place >= 0) {
      SimulatedWorker next = new SimulatedWorker(this, dead.number(), random.split());
      workers.set(place, next);
      next.start();
    }
  }

  void killPlane(SimulatedControlPlane plane, Duration away) {
    plane.process().crash();
    workers.forEach(worker -> worker.streamLostWith(plane));
    time.in(
        away,
        fate,
        () -> {
          SimulatedControlPlane next =
              new SimulatedControlPlane(this, plane.number(), random.split());
          planes.set(plane.number(), next);
          next.start();
        });
  }

  void suspend(SimulatedProcess process, Duration how) {
    process.suspend();
    time.in(how, fate, process::resume);
  }

  void stopRun(int run, boolean kill) {
    model.stop(run, kill);
  }

  void trace(String what) {
    fingerprint = 31 * (31 * fingerprint + what.hashCode()) + time.now();
    tracing.accept("%10.3f s  %s".formatted(time.now() / 1e9, what));
  }

  private void afterEvent() {
    for (int i = 0; i < planes.size(); i++) {
      planes.get(i).poke();
    }
    invariants.afterEvent();
  }
}
