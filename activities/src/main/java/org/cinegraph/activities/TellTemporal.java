package org.cinegraph.activities;

import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityNotExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
final class TellTemporal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TellTemporal.class);
  private static final int BATCH = 256;
  private static final int AT_ONCE = 16;
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final Temporal temporal;
  private final ActivityCompletionClient completion;
  private final Outbox outbox;
  private final Semaphore wakes = new Semaphore(0);
  private final Notifications.Subscription subscription;
  private final ExecutorService callers =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("tell-temporal-", 0).factory());
  private final Thread thread;
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
    while (!closed) {
      try {
        wakes.tryAcquire(SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        wakes.drainPermits();
        tellAll();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (StorageFailure e) {
        LOG.warn("outbox=waits reason={}", e.getMessage());
      }
    }
  }

  /// One pass over the outbox. A row that does not get through is left for the next pass.
  private void tellAll() throws InterruptedException {
    long after = 0;
    while (true) {
      List<OutboxRow> rows = outbox.after(after, BATCH);
      if (rows.isEmpty()) {
        return;
      }
      after = rows.getLast().number();
      CrashPoint.BEFORE_TELLING.reached();
      tell(rows);
    }
  }

  private void tell(List<OutboxRow> rows) throws InterruptedException {
    List<Future<Boolean>> answers = new ArrayList<>();
    rows.forEach(row -> answers.add(callers.submit(() -> tell(row))));
    List<Long> told = new ArrayList<>();
    List<Long> notThrough = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      (through(answers.get(i)) ? told : notThrough).add(rows.get(i).number());
    }
    if (!told.isEmpty()) {
      CrashPoint.NODE_TOLD.reached();
      outbox.told(told);
    }
    if (!notThrough.isEmpty()) {
      outbox.notThrough(notThrough);
    }
  }

  private static boolean through(Future<Boolean> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.warn("telling=failed reason={}", String.valueOf(e.getCause()));
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
