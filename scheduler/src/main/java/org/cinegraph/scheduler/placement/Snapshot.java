package org.cinegraph.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// All that a decision depends on. The order of the lists does not matter.
///
/// @param shares what the runs have got so far
public record Snapshot(List<WaitingWork> waiting, List<WorkerView> workers, Shares shares) {
  public Snapshot {
    waiting = List.copyOf(waiting);
    workers = List.copyOf(workers);
    requireNonNull(shares, "shares is null");
  }
}
