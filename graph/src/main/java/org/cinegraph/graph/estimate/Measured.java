package org.cinegraph.graph.estimate;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the newest attempts of a node type took that were given the same model packages.
///
/// @param models names of the packages
/// @param attempts how many were looked at, all of which made a result
/// @param seconds of one attempt: fetching, loading, computing, storing
/// @param raisedDevice device memory with which a work was done that had run out of it with less;
///   0: none had
/// @param raisedHost the same of the worker's memory
public record Measured(
    String type,
    SortedSet<String> models,
    int attempts,
    Span seconds,
    long raisedDevice,
    long raisedHost) {
  public Measured {
    models = Collections.unmodifiableSortedSet(new TreeSet<>(models));
    if (attempts < 1) {
      throw new IllegalArgumentException("Nothing was measured of " + type);
    }
  }
}
