package org.cinegraph.server.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/// How often a process that dies is started again before the stack gives up: so many times a
/// minute.
final class RestartBudget {
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final int restarts;
  private final InstantSource clock;
  private final Deque<Instant> taken = new ArrayDeque<>();

  RestartBudget(int restarts, InstantSource clock) {
    this.restarts = restarts;
    this.clock = clock;
  }

  int restarts() {
    return restarts;
  }

  /// Takes one restart from the budget, where one is left.
  boolean take() {
    Instant now = clock.instant();
    while (!taken.isEmpty() && !taken.getFirst().plus(WINDOW).isAfter(now)) {
      taken.removeFirst();
    }
    if (taken.size() == restarts) {
      return false;
    }
    taken.addLast(now);
    return true;
  }
}
