package org.cinegraph.db.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.failure.Failure;

/// The times of a node in a run.
///
/// @param readyAt when all that it needs was there
/// @param attempts oldest first; of a computation that another run began, those before this run too
public record NodeTimes(
    Optional<Instant> readyAt, Optional<Instant> endedAt, List<AttemptSpan> attempts) {
  public NodeTimes {
    attempts = List.copyOf(attempts);
  }

  /// @param outcome running, done, failed, stopped, lost
  /// @param seconds as its worker reported
  public record AttemptSpan(
      long fence,
      String worker,
      String outcome,
      Instant startedAt,
      Optional<Instant> endedAt,
      Seconds seconds,
      Optional<Failure> failure) {

    /// Whether what it did was of no use.
    public boolean isLost() {
      return outcome.equals("lost") || outcome.equals("failed");
    }

    private double took(Instant now) {
      return between(startedAt, endedAt.orElse(now));
    }
  }

  /// Sums over all attempts.
  ///
  /// @param waited ready, and computed by nobody
  /// @param reported what good attempts reported; an open one counts as run
  /// @param lost all of the attempts that failed or lost their worker
  public record Phases(double waited, Seconds reported, double lost) {}

  public Phases phases(Instant now) {
    double run = 0;
    double lost = 0;
    double fetch = 0;
    double load = 0;
    double store = 0;
    for (AttemptSpan attempt : attempts) {
      if (attempt.isLost()) {
        lost += attempt.took(now);
      } else {
        fetch += attempt.seconds().fetch();
        load += attempt.seconds().load();
        store += attempt.seconds().store();
        run += attempt.endedAt().isPresent() ? attempt.seconds().run() : attempt.took(now);
      }
    }
    return new Phases(waited(now), new Seconds(fetch, load, run, store), lost);
  }

  private double waited(Instant now) {
    if (readyAt.isEmpty()) {
      return 0;
    }
    double waited = 0;
    Instant until = readyAt.get();
    for (AttemptSpan attempt : attempts) {
      waited += between(until, attempt.startedAt());
      Instant ended = attempt.endedAt().orElse(now);
      until = ended.isAfter(until) ? ended : until;
    }
    return waited + between(until, endedAt.orElse(now));
  }

  private static double between(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
  }
}
