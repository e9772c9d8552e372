package org.cinegraph.bench.simulation;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.db.RunFixture;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Device;
import org.cinegraph.proto.v1.DeviceKind;
import org.cinegraph.proto.v1.OfferedNodeType;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.workers.stream.Connection;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.stream.WorkIds;
import org.cinegraph.workers.wire.WireValues;
import org.jspecify.annotations.Nullable;

/// A worker process: the production connection, ticked and reconnected as
/// [ConnectionLoop][org.cinegraph.workers.stream.ConnectionLoop] does it, with executors that only
/// pretend.
final class SimulatedWorker {
  static final long MEMORY = 100;
  private static final int SLOTS = 2;
  private static final String NO_OP = CanonicalJson.write(DeclarationJson.write(RunFixture.NO_OP));

  private final Simulation simulation;
  private final VirtualTime time;
  private final RandomGenerator random;
  private final int number;
  private final UUID id;
  private final SimulatedProcess process;
  private final Lane ticks;
  private final Lane incoming;
  private final Connection connection;
  private final List<SimulatedAttempt> attempts = new ArrayList<>();
  private @Nullable SimulatedStream stream;
  private int plane;
  private long pause = 50;
  private boolean welcomed;

  SimulatedWorker(Simulation simulation, int number, RandomGenerator random) {
    this.simulation = simulation;
    this.time = simulation.time();
    this.number = number;
    this.random = random;
    this.id = new UUID(random.nextLong(), random.nextLong());
    this.process = new SimulatedProcess(time, random);
    this.ticks = process.lane();
    this.incoming = process.lane();
    this.plane = random.nextInt(100);
    this.connection = new Connection(hello(), SLOTS, this::attempt, process::nanoTime);
  }

  void start() {
    time.in(Duration.ofMillis(random.nextInt(100)), ticks, this::connect);
  }

  int number() {
    return number;
  }

  UUID id() {
    return id;
  }

  SimulatedProcess process() {
    return process;
  }

  Lane streamLane() {
    return incoming;
  }

  /// Attempts that have not ended.
  List<SimulatedAttempt> attempts() {
    attempts.removeIf(SimulatedAttempt::isFinished);
    return attempts;
  }

  /// Whether it takes the lease for its own at this moment, by its own clock.
  boolean believesIn(HeldLease lease) {
    return lease.standing() != HeldLease.Standing.OVER && connection.held().contains(lease.name());
  }

  boolean isIdle() {
    return connection.held().isEmpty() && attempts().isEmpty();
  }

  void receive(ConnectResponse message) {
    welcomed |= message.hasWelcome();
    boolean held = holds(message);
    connection.receive(simulation.seenByWorker(message));
    if (held && !holds(message)) {
      simulation.released(message.getAnswer());
    }
  }

  private boolean holds(ConnectResponse message) {
    return message.hasAnswer() && connection.held().contains(message.getAnswer().getLease());
  }

  /// Before its welcome nothing but the hello is on a stream.
  void sendAgain(ConnectRequest message) {
    if (stream != null && stream.isOpen() && welcomed) {
      stream.sendAgain(message);
    }
  }

  void breakStream() {
    if (stream != null && stream.isOpen()) {
      stream.breakDown();
    }
  }

  void streamLostWith(SimulatedControlPlane dead) {
    if (stream != null && stream.plane() == dead) {
      stream.planeDied();
    }
  }

  void crash() {
    process.crash();
    attempts.clear();
    if (stream != null) {
      stream.workerDied();
    }
  }

  void drain() {
    connection.drain();
  }

  /// The stream ended, whoever ended it.
  void ended(SimulatedStream which, Status status) {
    if (which == stream) {
      lost();
    }
  }

  private Thread attempt(HeldLease lease) {
    SimulatedAttempt attempt =
        new SimulatedAttempt(time, simulation.weather(), random, process, lease);
    attempts.add(attempt);
    return attempt;
  }

  private void connect() {
    plane++;
    welcomed = false;
    SimulatedStream opened = simulation.open(this, plane);
    stream = opened;
    connection.open(opened.requests());
    if (!opened.plane().process().isCrashed()) {
      tickLater(opened);
    } else {
      opened.planeDied();
    }
  }

  /// Drained: the process ends and another one takes its place.
  private void leave() {
    process.crash();
    simulation.replaceLater(this, Duration.ofSeconds(1));
  }

  private void tickLater(SimulatedStream of) {
    time.in(Duration.ofMillis(Math.min(connection.renewEveryMs(), 200)), ticks, () -> tick(of));
  }

  private void tick(SimulatedStream of) {
    if (of != stream || !of.isOpen()) {
      return;
    }
    if (connection.isDrained()) {
      connection.complete();
      leave();
      return;
    }
    if (connection.tick()) {
      connection.abandon();
      lost();
    } else {
      tickLater(of);
    }
  }

  private void lost() {
    if (connection.isDrained()) {
      leave();
      return;
    }
    connection.lost();
    pause = welcomed ? 50 : Math.min(2 * pause, 250);
    time.in(
        Duration.ofMillis(pause),
        ticks,
        () -> {
          connection.tick();
          connect();
        });
  }

  private WorkerHello hello() {
    return WorkerHello.newBuilder()
        .setWorkerId(WorkIds.bytes(id))
        .setName("worker-" + number)
        .setProtocolVersion(1)
        .setProcessId(1)
        .setHost("simulated")
        .setHostMemoryBytes(MEMORY)
        .addDevices(Device.newBuilder().setKind(DeviceKind.DEVICE_KIND_CPU).setName("processor"))
        .addNodeTypes(
            OfferedNodeType.newBuilder()
                .setType(RunFixture.NO_OP.type())
                .setVersion(RunFixture.NO_OP.version())
                .setDeclarationJson(NO_OP)
                .setDeclarationDigest(WireValues.bytes(DeclarationJson.digest(RunFixture.NO_OP)))
                .setProgramDigest(WireValues.bytes(RunFixture.PROGRAM)))
        .build();
  }
}
