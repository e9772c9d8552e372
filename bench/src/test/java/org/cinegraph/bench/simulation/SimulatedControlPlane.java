package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.scheduler.connection.Deaths;
import org.cinegraph.scheduler.connection.Terms;
import org.cinegraph.scheduler.dispatch.DrivenScheduler;
import org.cinegraph.scheduler.dispatch.SchedulerSettings;

/// A control plane process: the production scheduler with the usual settings, its turns and writes
/// driven as its threads would.
final class SimulatedControlPlane {
  /// At which a committer begins its transactions.
  private static final Duration PACE = Duration.ofMillis(8);

  private static final Duration PAUSE_WHILE_AWAY = Duration.ofMillis(500);
  private static final Duration COST_OF_TURN = Duration.ofNanos(50_000);

  private final VirtualTime time;
  private final int number;
  private final SimulatedProcess process;
  private final Lane leader;
  private final Lane committer;
  private final DrivenScheduler scheduler;
  private long turnDue;
  private boolean turning;
  private boolean writing;

  SimulatedControlPlane(Simulation simulation, int number, RandomGenerator random) {
    this.time = simulation.time();
    this.number = number;
    this.process = new SimulatedProcess(time, random);
    this.leader = process.lane();
    this.committer = process.lane();
    UUID id = new UUID(random.nextLong(), random.nextLong());
    SchedulerSettings usual = SchedulerSettings.usual(id, "plane-" + number);
    this.scheduler =
        DrivenScheduler.assemble(
            usual, simulation.store(random), process::nanoTime, random, Deaths.UNKNOWN);
  }

  static Terms terms() {
    return SchedulerSettings.usual(new UUID(0, 0), "any").terms();
  }

  void start() {
    turnAt(time.now());
  }

  int number() {
    return number;
  }

  SimulatedProcess process() {
    return process;
  }

  DrivenScheduler scheduler() {
    return scheduler;
  }

  /// Whoever was called in the last event, goes on.
  void poke() {
    if (!process.isRunning()) {
      return;
    }
    if (!turning && turnDue > time.now() && scheduler.isCalled()) {
      turnAt(time.now());
    }
    if (!writing && scheduler.hasReports()) {
      writing = true;
      time.in(PACE, committer, this::write);
    }
  }

  private void turnAt(long moment) {
    turnDue = moment;
    time.at(
        moment,
        leader,
        () -> {
          if (turnDue == moment && !turning) {
            turn();
          }
        });
  }

  private void turn() {
    turning = true;
    time.pass(COST_OF_TURN);
    Duration rest = scheduler.turn();
    turning = false;
    turnAt(time.now() + rest.toNanos());
  }

  private void write() {
    boolean there = scheduler.write();
    if (there) {
      writing = false;
    } else {
      time.in(PAUSE_WHILE_AWAY, committer, this::write);
    }
  }
}
