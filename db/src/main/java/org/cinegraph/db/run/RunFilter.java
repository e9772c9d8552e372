package org.cinegraph.db.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Which runs a list is to have.
///
/// @param states empty: any
/// @param since submitted then or later
/// @param paused only those that a person holds back
public record RunFilter(
    List<RunState> states, Optional<String> graph, Optional<Instant> since, boolean paused) {
  /// Every run.
  public static final RunFilter ANY =
      new RunFilter(List.of(), Optional.empty(), Optional.empty(), false);

  public RunFilter {
    states = List.copyOf(states);
  }

  List<String> writtenStates() {
    return states.stream().map(RunState::written).toList();
  }

  Optional<Long> sinceMicros() {
    return since.map(time -> ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }
}
