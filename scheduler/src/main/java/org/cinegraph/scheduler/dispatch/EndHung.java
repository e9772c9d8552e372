package org.cinegraph.scheduler.dispatch;

import java.time.Duration;
import java.util.Map;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.scheduler.commit.Commit;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.connection.ConnectedWorkers;
import org.cinegraph.scheduler.connection.WorkerSession;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.lease.MonotonicClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the leases of workers that are connected to this process, renew, and get nowhere. It counts
/// as a lost attempt; the work goes on elsewhere from its checkpoint. The worker is told to leave,
/// and gives no credit for the slot before its thread has left.
final class EndHung {
  private static final Logger LOG = LoggerFactory.getLogger(EndHung.class);

  private final ConnectedWorkers connected;
  private final LeaseTable leases;
  private final Committer committer;
  private final Wake wake;
  private final MonotonicClock clock;

  EndHung(
      ConnectedWorkers connected,
      LeaseTable leases,
      Committer committer,
      Wake wake,
      MonotonicClock clock) {
    this.connected = connected;
    this.leases = leases;
    this.committer = committer;
    this.wake = wake;
    this.clock = clock;
  }

  void sweep() {
    for (WorkerSession session : connected.sessions()) {
      for (Map.Entry<LeaseKey, Duration> hung : session.hung(clock.nanoTime()).entrySet()) {
        end(session, hung.getKey(), hung.getValue());
      }
    }
  }

  private void end(WorkerSession session, LeaseKey lease, Duration silent) {
    LOG.warn(
        "lease=hung work={} fence={} worker={} silent_s={}",
        lease.work(),
        lease.fence(),
        session.facts().id(),
        silent.toSeconds());
    String why =
        "Worker %s made no progress for %d s".formatted(session.facts().name(), silent.toSeconds());
    committer.submit(
        new Commit.End(
            new Report.Lost(lease, true, why),
            _ -> {
              leases.ended(lease);
              wake.stop(lease.work());
              wake.queue();
            }));
  }
}
