package org.cinegraph.scheduler.dispatch;

import java.util.List;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.WorkerProcess;
import org.cinegraph.scheduler.commit.Commit;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.Deaths;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.storage.LeaseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Workers that the control plane before this one left behind. One that dies before it has
/// connected here breaks no stream here: where its process can be seen, its leases need no deadline
/// all the same.
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private final LeaseStore store;
  private final Deaths deaths;
  private final ConnectedWorkers connected;
  private final LeaseTable leases;
  private final Committer committer;
  private final Wake wake;

  Orphans(
      LeaseStore store,
      Deaths deaths,
      ConnectedWorkers connected,
      LeaseTable leases,
      Committer committer,
      Wake wake) {
    this.store = store;
    this.deaths = deaths;
    this.connected = connected;
    this.leases = leases;
    this.committer = committer;
    this.wake = wake;
  }

  /// Reads who they are, before the leadership begins.
  List<WorkerProcess> read() {
    return store.busyWorkers();
  }

  void lookAfter(List<WorkerProcess> left) {
    for (WorkerProcess worker : left) {
      deaths.lookAfter(
          worker, () -> connected.of(worker.worker()).isPresent(), () -> buried(worker));
    }
  }

  private void buried(WorkerProcess dead) {
    LOG.warn("worker=dead id={} process={}", dead.worker(), dead.processId());
    for (HeldLease lease : leases.open()) {
      if (lease.worker().equals(dead.worker())) {
        committer.submit(
            new Commit.End(
                new Report.Lost(lease.key(), true),
                _ -> {
                  leases.ended(lease.key());
                  wake.stop(lease.key().work());
                  wake.queue();
                }));
      }
    }
    try {
      store.disconnected(dead.worker());
    } catch (StorageFailure away) {
      LOG.warn("worker=disconnected stored=false reason=\"{}\"", away.getMessage());
    }
  }
}
