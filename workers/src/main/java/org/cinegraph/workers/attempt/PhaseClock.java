package org.cinegraph.workers.attempt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.cinegraph.proto.v1.PhaseSeconds;
import org.cinegraph.workers.stream.MonotonicClock;

/// Splits the time of an attempt into phases. They nest: while a phase is open, the time is its own
/// and not that of the phase around it. One thread.
final class PhaseClock {
  private static final double NANOS_PER_SECOND = 1e9;

  private final MonotonicClock clock;
  private final Consumer<Phase> returned;
  private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
  private final Deque<Phase> open = new ArrayDeque<>();
  private long since;

  PhaseClock(MonotonicClock clock) {
    this(clock, _ -> {});
  }

  /// @param returned hears of a phase that goes on after one within it
  PhaseClock(MonotonicClock clock, Consumer<Phase> returned) {
    this.returned = returned;
    this.clock = clock;
    this.since = clock.nanos();
    open.push(Phase.RUN);
  }

  /// An open phase; closing it goes back to the one before.
  interface Open extends AutoCloseable {
    @Override
    void close();
  }

  Open enter(Phase phase) {
    turn();
    open.push(phase);
    return this::leave;
  }

  private void leave() {
    turn();
    open.pop();
    returned.accept(open.element());
  }

  private void turn() {
    long now = clock.nanos();
    spent.merge(open.element(), now - since, Long::sum);
    since = now;
  }

  Phase current() {
    return open.element();
  }

  PhaseSeconds seconds() {
    turn();
    return PhaseSeconds.newBuilder()
        .setFetch(seconds(Phase.FETCH))
        .setLoad(seconds(Phase.LOAD))
        .setRun(seconds(Phase.RUN))
        .setStore(seconds(Phase.STORE))
        .build();
  }

  private double seconds(Phase phase) {
    return spent.getOrDefault(phase, 0L) / NANOS_PER_SECOND;
  }
}
