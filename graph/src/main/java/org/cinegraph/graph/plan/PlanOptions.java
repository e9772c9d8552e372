package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.unroll.Cut;

/// How a run wants its plan.
///
/// @param segmentSize the most nodes that one workflow drives
/// @param refreshed nodes of the graph whose results are computed anew and not remembered
/// @param forced nodes of the run that are computed anew, as with `cache: refresh`
/// @param cut the part of the graph that the run is of; absent: all of it
/// @param salt unique to the run
public record PlanOptions(
    int segmentSize,
    SortedSet<String> refreshed,
    List<NodePath> forced,
    Optional<Cut> cut,
    String salt) {
  /// Keeps a segment's history far below Temporal's limits.
  public static final int SEGMENT_SIZE = 500;

  public static final PlanOptions PLAIN =
      new PlanOptions(SEGMENT_SIZE, Collections.emptySortedSet(), "");

  public PlanOptions {
    if (segmentSize < 1) {
      throw new IllegalArgumentException("A segment has at least one node, not " + segmentSize);
    }
    refreshed = Collections.unmodifiableSortedSet(new TreeSet<>(refreshed));
    forced = List.copyOf(forced);
    requireNonNull(cut, "cut is null");
    requireNonNull(salt, "salt is null");
  }

  /// All of a graph.
  public PlanOptions(int segmentSize, SortedSet<String> refreshed, String salt) {
    this(segmentSize, refreshed, List.of(), Optional.empty(), salt);
  }

  /// Which nodes of the run, by their names, are computed anew.
  Predicate<String> refreshes() {
    Predicate<String> isForced =
        forced.stream()
            .map(path -> path.patternInside().asMatchPredicate())
            .reduce(_ -> false, Predicate::or);
    return isForced.or(this::isRefreshed);
  }

  /// Whether a node of the run is, or is inside of, one that is refreshed.
  private boolean isRefreshed(String path) {
    int end = 0;
    while (end < path.length() && "/[.".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    return refreshed.contains(path.substring(0, end));
  }

  public PlanOptions withSegmentSize(int size) {
    return new PlanOptions(size, refreshed, forced, cut, salt);
  }

  public PlanOptions cutAt(Cut part) {
    return new PlanOptions(segmentSize, refreshed, forced, Optional.of(part), salt);
  }

  public PlanOptions forcing(List<NodePath> nodes) {
    return new PlanOptions(segmentSize, refreshed, nodes, cut, salt);
  }
}
