package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// All that happens, in the order of a time that jumps from one event to the next. One real thread
/// runs everything, so the same events give the same run.
///
/// Code that blocks does it by [#pass]: meanwhile events of other lanes happen inside the call, as
/// other threads and other processes would go on.
final class VirtualTime {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong((Event event) -> event.at)
              .thenComparingLong(event -> event.number));
  private final Runnable afterEach;
  private long now = 1;
  private long numbers;
  private @Nullable Lane current;

  /// Whether it never happens is the business of the lane.
  private record Event(long at, long number, Lane lane, Runnable what) {}

  /// @param afterEach runs after each event
  VirtualTime(Runnable afterEach) {
    this.afterEach = afterEach;
  }

  /// Nanoseconds since the beginning.
  long now() {
    return now;
  }

  /// How many events have happened.
  long count() {
    return numbers;
  }

  void in(Duration delay, Lane lane, Runnable what) {
    at(now + Math.max(0, delay.toNanos()), lane, what);
  }

  void at(long moment, Lane lane, Runnable what) {
    numbers++;
    events.add(new Event(Math.max(now, moment), numbers, lane, what));
  }

  /// Lets happen what happens until the moment, or until there is nothing more.
  void runUntil(long moment) {
    while (!events.isEmpty() && head().at <= moment) {
      step();
    }
    now = Math.max(now, moment);
  }

  /// The running lane waits.
  ///
  /// @throws Crashed its process is no more
  void pass(Duration wait) {
    Lane waiting = current;
    if (waiting == null) {
      throw new IllegalStateException("Nobody is there to wait");
    }
    long end = now + wait.toNanos();
    runUntil(end);
    while (waiting.process().isSuspended() && !events.isEmpty()) {
      step();
    }
    current = waiting;
    if (waiting.process().isCrashed()) {
      throw new Crashed();
    }
  }

  private Event head() {
    Event head = events.peek();
    if (head == null) {
      throw new IllegalStateException("Nothing is left to happen");
    }
    return head;
  }

  private void step() {
    Event event = head();
    events.poll();
    now = event.at;
    Lane before = current;
    current = event.lane;
    event.lane.run(event.what);
    current = before;
    afterEach.run();
  }

  /// Unwinds the stack of a process that was killed; production code catches no errors.
  static final class Crashed extends Error {
    private static final long serialVersionUID = 1;

    Crashed() {
      super("The simulated process was killed", null, false, false);
    }
  }
}
