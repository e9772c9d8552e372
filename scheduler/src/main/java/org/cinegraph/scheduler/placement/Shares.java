package org.cinegraph.scheduler.placement;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What runs have got so far, by which their turns are decided.
///
/// @param leases works in the hands of workers now, by run; a run without any may be left out
/// @param lastTurn the number of each run's last lease, counted over all runs; one that had none is
///   left out
public record Shares(SortedMap<Owner, Integer> leases, SortedMap<Owner, Long> lastTurn) {
  /// Nobody has had anything.
  public static final Shares NONE = new Shares(new TreeMap<>(), new TreeMap<>());

  public Shares {
    leases = Collections.unmodifiableSortedMap(new TreeMap<>(leases));
    lastTurn = Collections.unmodifiableSortedMap(new TreeMap<>(lastTurn));
  }
}
