package org.cinegraph.server.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/// How often a process that dies is started again before the stack gives up: three times a minute.
final class RestartBudget {
  static final int RESTARTS = 3;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Deque<Instant> restarts = new ArrayDeque<>();

  RestartBudget(InstantSource clock) {
    this.clock = clock;
  }

  /// Takes one restart from the budget, where one is left.
  boolean take() {
    Instant now = clock.instant();
    while (!restarts.isEmpty() && !restarts.getFirst().plus(WINDOW).isAfter(now)) {
      restarts.removeFirst();
    }
    if (restarts.size() == RESTARTS) {
      return false;
    }
    restarts.addLast(now);
    return true;
  }
}
