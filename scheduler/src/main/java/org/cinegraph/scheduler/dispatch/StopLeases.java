package org.cinegraph.scheduler.dispatch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.KnownLease;
import org.cinegraph.scheduler.connection.WorkerSession;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.storage.LeaseStore;

/// Tells the workers that are connected to this process which of their leases have to stop, and
/// which are over. What is asked for is read from Postgres: a wake says only where to look.
final class StopLeases {
  private final LeaseStore store;
  private final ConnectedWorkers connected;
  private final LeaseTable leases;
  private final ProgressBoard progress;

  StopLeases(
      LeaseStore store, ConnectedWorkers connected, LeaseTable leases, ProgressBoard progress) {
    this.store = store;
    this.connected = connected;
    this.leases = leases;
    this.progress = progress;
  }

  /// Looks at every lease that a connected worker holds.
  void sweep() {
    relay(
        connected.sessions().stream()
            .flatMap(session -> session.known().stream())
            .map(lease -> lease.key().work())
            .toList());
  }

  /// Looks at the leases of these works, as far as workers hold them here.
  void relay(Collection<UUID> works) {
    Map<KnownLease, WorkerSession> held = new LinkedHashMap<>();
    for (WorkerSession session : connected.sessions()) {
      for (KnownLease lease : session.known()) {
        if (works.contains(lease.key().work())) {
          held.put(lease, session);
        }
      }
    }
    if (held.isEmpty()) {
      return;
    }
    Map<LeaseKey, OpenLease> open = new LinkedHashMap<>();
    List<UUID> asked = held.keySet().stream().map(lease -> lease.key().work()).toList();
    for (OpenLease lease : store.openLeases(asked)) {
      open.put(new LeaseKey(lease.work(), lease.fence(), lease.secretDigest()), lease);
    }
    held.forEach((lease, session) -> {
      OpenLease stored = open.get(lease.key());
      if (stored == null) {
        leases.ended(lease.key());
        session.stop(lease, true);
        progress.forget(lease.key().work());
      } else if (stored.stopRequested()) {
        session.stop(lease, false);
      }
    });
  }
}
