package org.cinegraph.bench.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/// A thread of a simulated process: what it is given happens one after the other, not while the
/// process is suspended, and never once it is dead.
final class Lane {
  private final VirtualTime time;
  private final SimulatedProcess process;
  private final Deque<Runnable> behind = new ArrayDeque<>();
  private boolean busy;

  Lane(VirtualTime time, SimulatedProcess process) {
    this.time = time;
    this.process = process;
  }

  SimulatedProcess process() {
    return process;
  }

  void run(Runnable what) {
    if (process.isCrashed()) {
      return;
    }
    if (process.isSuspended()) {
      process.park(this, what);
      return;
    }
    if (busy) {
      behind.add(what);
      return;
    }
    busy = true;
    try {
      what.run();
    } catch (VirtualTime.Crashed killed) {
      behind.clear();
    } finally {
      busy = false;
    }
    Runnable next = behind.poll();
    if (next != null) {
      time.at(time.now(), this, next);
    }
  }
}
