package org.cinegraph.bench.chaos;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.cinegraph.db.CrashPoint;

/// One thing that is done to the stack.
sealed interface Blow {
  Victim victim();

  /// SIGKILL, at whatever it is doing.
  record Kill(Victim victim) implements Blow {
    public Kill {
      requireNonNull(victim, "victim is null");
    }
  }

  /// The control plane dies between two writes that span two systems.
  record CrashAt(CrashPoint point) implements Blow {
    @Override
    public Victim victim() {
      return Victim.CONTROL;
    }
  }

  /// SIGSTOP, and SIGCONT after a while.
  record Suspend(Victim victim, Duration time) implements Blow {
    public Suspend {
      requireNonNull(victim, "victim is null");
    }
  }

  /// Every connection of a worker to the control plane, or of the control plane to Temporal or
  /// Postgres, breaks.
  record Cut(Victim victim) implements Blow {
    public Cut {
      if (!isPossible(victim)) {
        throw new IllegalArgumentException("No connection of " + victim + " is cut");
      }
    }

    /// Those of the control plane are cut at their other ends.
    static boolean isPossible(Victim victim) {
      return victim != Victim.CONTROL;
    }
  }

  /// In words.
  default String written() {
    return switch (this) {
      case Kill(Victim victim) -> victim.written() + " killed";
      case CrashAt(CrashPoint point) -> "control killed at " + point;
      case Suspend(Victim victim, Duration time) ->
          "%s suspended for %.1f s".formatted(victim.written(), time.toMillis() / 1e3);
      case Cut(Victim victim) -> "connections of " + victim.written() + " cut";
    };
  }

  /// Whether a process dies by it.
  default boolean kills() {
    return switch (this) {
      case Kill _, CrashAt _ -> true;
      case Suspend _, Cut _ -> false;
    };
  }
}
