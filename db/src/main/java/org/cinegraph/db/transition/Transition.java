package org.cinegraph.db.transition;

import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.Value;

/// One change of state that is committed. Whoever writes to Postgres says what it changes with
/// [org.cinegraph.db.Sql#changes]; listeners hear of it after the commit, and never of what was
/// rolled back. They change nothing: what has to happen stands in Postgres.
public sealed interface Transition {

  /// An event of a run or of one of its nodes.
  ///
  /// @param number its place among the events of the run
  record RunChanged(
      UUID tenant, UUID run, long number, String type, Optional<String> node, Value.Fields body)
      implements Transition {}

  /// A work was leased.
  ///
  /// @param run the run that the work is booked to; others may wait for it too
  /// @param attempt counts the tries of the work, from 1
  record LeaseGranted(UUID run, UUID work, long fence, UUID worker, String type, int attempt)
      implements Transition {}

  /// A lease ended together with its attempt.
  ///
  /// @param outcome done, failed, stopped or lost
  /// @param seconds the device's time by phase
  record LeaseEnded(
      UUID run,
      UUID work,
      long fence,
      UUID worker,
      String type,
      int attempt,
      String outcome,
      Optional<Failure> failure,
      SequencedMap<String, Double> seconds)
      implements Transition {}

  /// A report of a lease that is over came in, late or made up, and changed nothing.
  ///
  /// @param outcome what it said
  record StaleReport(UUID work, long fence, String outcome) implements Transition {}
}
