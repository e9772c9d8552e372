package org.cinegraph.activities;

import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityNotExistsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cinegraph.db.Channel;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.Database;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.run.Outbox;
import org.cinegraph.db.run.Outbox.OutboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Empties the outbox: completes the activities of nodes that have ended, by id. Any control plane
/// may do it, several at once too: to tell twice is harmless.
///
/// A row is deleted a little after Temporal knows, many at once: the workflow goes on meanwhile.
final class TellTemporal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TellTemporal.class);
  private static final int BATCH = 256;
  private static final int AT_ONCE = 16;
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration BETWEEN_DELETIONS = Duration.ofMillis(200);

  private final Temporal temporal;
  private final ActivityCompletionClient completion;
  private final Outbox outbox;
  private final Semaphore wakes = new Semaphore(0);
  private final Notifications.Subscription subscription;
  private final ExecutorService callers =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("tell-temporal-", 0).factory());
  private final Thread thread;

  /// Being told, told and not deleted yet, or not to be tried again just now.
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();

  private final Queue<Long> told = new ConcurrentLinkedQueue<>();
  private final Queue<Long> notThrough = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private TellTemporal(Temporal temporal, Database database, Notifications notifications) {
    this.temporal = temporal;
    this.completion = temporal.client().newActivityCompletionClient();
    this.outbox = new Outbox(database);
    this.subscription = notifications.listen(Channel.OUTBOX, _ -> wakes.release());
    this.thread = Thread.ofVirtual().name("outbox").unstarted(this::loop);
  }

  static TellTemporal start(Temporal temporal, Database database, Notifications notifications) {
    TellTemporal teller = new TellTemporal(temporal, database, notifications);
    teller.thread.start();
    return teller;
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
    thread.interrupt();
    callers.shutdownNow();
  }

  private void loop() {
    long nextTry = System.nanoTime();
    long nextDeletion = nextTry;
    while (!closed) {
      try {
        Duration pause = busy.isEmpty() ? SWEEP : BETWEEN_DELETIONS;
        boolean tellNow = wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        wakes.drainPermits();
        long now = System.nanoTime();
        if (now - nextTry >= 0) {
          nextTry = now + BETWEEN_TRIES.toNanos();
          forgive();
          tellNow = true;
        }
        if (tellNow) {
          tellAll();
        }
        if (now - nextDeletion >= 0) {
          nextDeletion = now + BETWEEN_DELETIONS.toNanos();
          delete();
        }
      } catch (InterruptedException | RejectedExecutionException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (StorageFailure e) {
        LOG.warn("outbox=waits reason={}", e.getMessage());
      } catch (RuntimeException defect) {
        // Whatever it is, the rows need somebody who tells them.
        LOG.error("outbox=failing", defect);
      }
    }
  }

  /// One pass over the rows that nobody tells yet.
  private void tellAll() {
    List<OutboxRow> rows = outbox.after(0, List.copyOf(busy), BATCH);
    if (!rows.isEmpty()) {
      CrashPoint.BEFORE_TELLING.reached();
    }
    for (OutboxRow row : rows) {
      busy.add(row.number());
      callers.execute(() -> (through(row) ? told : notThrough).add(row.number()));
    }
    if (rows.size() == BATCH) {
      wakes.release();
    }
  }

  private void delete() {
    List<Long> known = List.copyOf(told);
    if (!known.isEmpty()) {
      CrashPoint.NODE_TOLD.reached();
      outbox.told(known);
      told.removeAll(known);
      known.forEach(busy::remove);
    }
  }

  /// What did not get through is tried again.
  private void forgive() {
    List<Long> failed = List.copyOf(notThrough);
    if (!failed.isEmpty()) {
      outbox.notThrough(failed);
      notThrough.removeAll(failed);
      failed.forEach(busy::remove);
    }
  }

  private boolean through(OutboxRow row) {
    try {
      return tell(row);
    } catch (RuntimeException e) {
      LOG.warn("telling=failed reason={}", e.toString());
      return false;
    }
  }

  private boolean tell(OutboxRow row) {
    try {
      completion.complete(
          row.address().workflow(),
          Optional.of(row.address().workflowRun()),
          row.address().activity(),
          NodeIntake.outcome(row.ended()).written());
      return true;
    } catch (ActivityNotExistsException _) {
      return !stillPending(row);
    }
  }

  /// "Not found" is believed only when the workflow that runs now does not wait for the node: it is
  /// also said of an activity whose scheduling has not been committed yet.
  private boolean stillPending(OutboxRow row) {
    return temporal
        .describe(row.address().workflow())
        .filter(workflow ->
            workflow
                .getWorkflowExecutionInfo()
                .getExecution()
                .getRunId()
                .equals(row.address().workflowRun()))
        .map(workflow ->
            workflow.getPendingActivitiesList().stream()
                .anyMatch(pending -> pending.getActivityId().equals(row.address().activity())))
        .orElse(false);
  }
}
