package org.cinegraph.scheduler.placement;

import java.util.List;

/// All that a decision depends on. The order of the lists does not matter.
public record Snapshot(List<WaitingWork> waiting, List<WorkerView> workers) {
  public Snapshot {
    waiting = List.copyOf(waiting);
    workers = List.copyOf(workers);
  }
}
