package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.graph.declaration.Demand.DeviceClass;

/// How a node is driven. None of it can change an output, so none of it is in a memo key.
///
/// @param retry the most attempts of the work; absent: the engine's own budget
/// @param timeout of the work, not of its wait
/// @param priority higher goes first; 0 where nothing is said
/// @param bypass whether the node is replaced by what it is given
public record Control(
    Optional<Integer> retry,
    Optional<Duration> timeout,
    int priority,
    Cache cache,
    boolean bypass,
    Needs needs) {
  public static final Control UNSAID =
      new Control(Optional.empty(), Optional.empty(), 0, Cache.USE, false, Needs.NOTHING);

  public Control {
    requireNonNull(retry, "retry is null");
    requireNonNull(timeout, "timeout is null");
    requireNonNull(cache, "cache is null");
    requireNonNull(needs, "needs is null");
  }

  /// What the memo has to do with the node.
  public enum Cache {
    /// What is remembered is taken, what is computed is remembered.
    USE,
    /// It is computed in every run, and not remembered.
    OFF,
    /// It and everything behind it is computed in every run.
    REFRESH
  }

  /// What it asks of a worker beyond the demand of its type.
  ///
  /// @param device absent: as the type says
  /// @param memoryBytes of the device, at least
  public record Needs(
      SortedSet<String> labels, Optional<DeviceClass> device, Optional<Long> memoryBytes) {
    public static final Needs NOTHING =
        new Needs(Collections.emptySortedSet(), Optional.empty(), Optional.empty());

    public Needs {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
      requireNonNull(device, "device is null");
      requireNonNull(memoryBytes, "memoryBytes is null");
    }
  }
}
