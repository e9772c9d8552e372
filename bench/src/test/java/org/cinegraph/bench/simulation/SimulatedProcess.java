package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// A process that can be killed and suspended. Its clock starts anywhere.
final class SimulatedProcess {
  private final VirtualTime time;
  private final RandomGenerator random;
  private final long clockOffset;
  private final SequencedMap<Lane, List<Runnable>> parked = new LinkedHashMap<>();
  private boolean crashed;
  private boolean suspended;

  SimulatedProcess(VirtualTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
    this.clockOffset = random.nextLong(-1L << 50, 1L << 50);
  }

  Lane lane() {
    return new Lane(time, this);
  }

  /// What its monotonic clock shows; it goes on while the process is suspended.
  long nanoTime() {
    return time.now() + clockOffset;
  }

  boolean isCrashed() {
    return crashed;
  }

  boolean isSuspended() {
    return suspended && !crashed;
  }

  boolean isRunning() {
    return !crashed && !suspended;
  }

  void crash() {
    crashed = true;
    parked.clear();
  }

  void suspend() {
    suspended = true;
  }

  /// What waited happens now: in order on each lane, the lanes in any order.
  void resume() {
    suspended = false;
    for (Lane lane : new LinkedHashSet<>(parked.sequencedKeySet())) {
      long moment = time.now() + Duration.ofMillis(random.nextInt(3)).toNanos();
      parked.getOrDefault(lane, new ArrayList<>()).forEach(what -> time.at(moment, lane, what));
    }
    parked.clear();
  }

  void park(Lane lane, Runnable what) {
    parked.computeIfAbsent(lane, _ -> new ArrayList<>()).add(what);
  }
}
