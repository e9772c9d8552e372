package org.cinegraph.activities;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cinegraph.db.Channel;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.run.GrowPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets plans grow as soon as the list is there that they wait for. What waits stands in Postgres,
/// so any control plane may do it, and nothing is lost with one.
final class GrowPlans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrowPlans.class);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final GrowPlan grow;
  private final Semaphore wakes = new Semaphore(1);
  private final Notifications.Subscription subscription;
  private final Thread thread;
  private volatile boolean closed;

  private GrowPlans(GrowPlan grow, Notifications notifications) {
    this.grow = grow;
    this.subscription = notifications.listen(Channel.WAITING, _ -> wakes.release());
    this.thread = Thread.ofVirtual().name("grow-plans").unstarted(this::loop);
  }

  static GrowPlans start(GrowPlan grow, Notifications notifications) {
    GrowPlans growing = new GrowPlans(grow, notifications);
    growing.thread.start();
    return growing;
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
    thread.interrupt();
  }

  private void loop() {
    while (!closed) {
      try {
        var _ = wakes.tryAcquire(SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        wakes.drainPermits();
        grow.waiting().forEach(this::grow);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (StorageFailure e) {
        LOG.warn("growing=waits reason={}", e.getMessage());
      } catch (RuntimeException defect) {
        LOG.error("growing=failing", defect);
      }
    }
  }

  /// One run that cannot grow keeps no other one back.
  private void grow(GrowPlan.WaitingRun waiting) {
    try {
      grow.grow(waiting.tenant(), waiting.run());
      CrashPoint.PLAN_GROWN.reached();
    } catch (StorageFailure e) {
      throw e;
    } catch (RuntimeException defect) {
      LOG.error("growing=failing run={}", waiting.run(), defect);
    }
  }
}
