package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// How a run wants its plan.
///
/// @param segmentSize the most nodes that one workflow drives
/// @param refreshed nodes whose results are computed anew and not remembered
/// @param salt unique to the run; needed where something is refreshed
public record PlanOptions(int segmentSize, SortedSet<String> refreshed, Optional<String> salt) {
  /// Keeps a segment's history far below Temporal's limits.
  public static final int SEGMENT_SIZE = 500;

  public static final PlanOptions PLAIN =
      new PlanOptions(SEGMENT_SIZE, Collections.emptySortedSet(), Optional.empty());

  public PlanOptions {
    if (segmentSize < 1) {
      throw new IllegalArgumentException("A segment has at least one node, not " + segmentSize);
    }
    refreshed = Collections.unmodifiableSortedSet(new TreeSet<>(refreshed));
    requireNonNull(salt, "salt is null");
    if (!refreshed.isEmpty() && salt.isEmpty()) {
      throw new IllegalArgumentException("Refreshed nodes need the salt of their run");
    }
  }

  public PlanOptions withSegmentSize(int size) {
    return new PlanOptions(size, refreshed, salt);
  }
}
