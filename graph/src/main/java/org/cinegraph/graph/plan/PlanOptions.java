package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// How a run wants its plan.
///
/// @param segmentSize the most nodes that one workflow drives
/// @param refreshed nodes of the graph whose results are computed anew and not remembered
/// @param salt unique to the run
public record PlanOptions(int segmentSize, SortedSet<String> refreshed, String salt) {
  /// Keeps a segment's history far below Temporal's limits.
  public static final int SEGMENT_SIZE = 500;

  public static final PlanOptions PLAIN =
      new PlanOptions(SEGMENT_SIZE, Collections.emptySortedSet(), "");

  public PlanOptions {
    if (segmentSize < 1) {
      throw new IllegalArgumentException("A segment has at least one node, not " + segmentSize);
    }
    refreshed = Collections.unmodifiableSortedSet(new TreeSet<>(refreshed));
    requireNonNull(salt, "salt is null");
  }

  /// Whether a node of the run is, or is inside of, one that is refreshed.
  boolean isRefreshed(String path) {
    int end = 0;
    while (end < path.length() && "/[.".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    return refreshed.contains(path.substring(0, end));
  }

  public PlanOptions withSegmentSize(int size) {
    return new PlanOptions(size, refreshed, salt);
  }
}
