package org.cinegraph.scheduler.dispatch;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.WorkerSession;
import org.cinegraph.scheduler.storage.LeaseStore;

/// Learns which of the workers that are connected to this process a person keeps free. The stops of
/// what they compute come as any other stop.
final class KeepFree {
  private final LeaseStore store;
  private final ConnectedWorkers connected;

  KeepFree(LeaseStore store, ConnectedWorkers connected) {
    this.store = store;
    this.connected = connected;
  }

  /// @return whether a worker takes leases now that did not before, or the other way round
  boolean refresh() {
    Set<UUID> drained = new TreeSet<>(store.drained());
    boolean changed = false;
    for (WorkerSession session : connected.sessions()) {
      changed |= session.drain(drained.contains(session.facts().id()));
    }
    return changed;
  }
}
