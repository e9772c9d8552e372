package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Lets faults happen at random moments, of the kinds that its seed has.
final class Storm {
  private static final int MOST_BETWEEN_MILLIS = 3_000;

  private final Simulation simulation;
  private final RandomGenerator random;
  private final List<Fault> faults;

  Storm(Simulation simulation, Set<Fault> faults, RandomGenerator random) {
    this.simulation = simulation;
    this.faults = List.copyOf(EnumSet.copyOf(faults));
    this.random = random;
  }

  /// Half of the kinds; of every eighth seed only the death of control planes, of which more is
  /// expected: it must cost nobody anything.
  static Set<Fault> kinds(long seed, RandomGenerator random) {
    Set<Fault> kinds = EnumSet.of(Fault.CONTROL_PLANE_KILLED);
    if (seed % 8 != 0) {
      for (Fault fault : Fault.values()) {
        if (random.nextBoolean()) {
          kinds.add(fault);
        }
      }
    }
    return kinds;
  }

  Duration untilNext() {
    return Duration.ofMillis(random.nextInt(MOST_BETWEEN_MILLIS));
  }

  void strike() {
    Fault fault = faults.get(random.nextInt(faults.size()));
    switch (fault) {
      case NETWORK_SLOW -> simulation.weather().slowNetwork(seconds(10));
      case STORAGE_SLOW -> simulation.weather().slowStorage(seconds(10));
      case STORAGE_AWAY -> simulation.weather().takeStorageAway(seconds(40));
      case PARTITION -> partition();
      case STREAM_BROKEN -> worker().breakStream();
      case WORKER_KILLED -> simulation.killWorker(worker(), seconds(10));
      case WORKER_DRAINED -> worker().drain();
      case WORKER_SUSPENDED -> suspend(worker().process());
      case CONTROL_PLANE_KILLED -> killPlane();
      case CONTROL_PLANE_SUSPENDED -> suspend(plane().process());
      case RUN_STOPPED -> simulation.stopRun(random.nextInt(Simulation.RUNS), random.nextBoolean());
      case MESSAGE_REPEATED, ATTEMPT_FAILED -> {}
    }
    simulation.trace("fault " + fault);
  }

  private void partition() {
    SimulatedWorker worker = worker();
    Weather.Way way = new Weather.Way(worker.number(), plane().number());
    simulation.weather().partition(way, seconds(30));
    if (random.nextBoolean()) {
      worker.breakStream();
    }
  }

  /// Never the last one: without any control plane nothing can go on.
  private void killPlane() {
    SimulatedControlPlane victim = plane();
    boolean another =
        simulation.planes().stream()
            .anyMatch(plane -> plane != victim && plane.process().isRunning());
    if (another && !victim.process().isCrashed()) {
      simulation.killPlane(victim, seconds(4));
    }
  }

  private void suspend(SimulatedProcess process) {
    if (process.isRunning()) {
      simulation.suspend(process, seconds(25));
    }
  }

  private SimulatedWorker worker() {
    return simulation.workers().get(random.nextInt(simulation.workers().size()));
  }

  private SimulatedControlPlane plane() {
    return simulation.planes().get(random.nextInt(simulation.planes().size()));
  }

  private Duration seconds(int most) {
    return Duration.ofMillis(random.nextInt(100, most * 1_000));
  }
}
