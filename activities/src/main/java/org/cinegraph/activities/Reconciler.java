package org.cinegraph.activities;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.db.Database;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.run.Address;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.StopRun;
import org.cinegraph.workflows.Interpreter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every open run again and again and mends what a crash has left between Postgres and
/// Temporal. Every step is idempotent, so several control planes may do it at once.
final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Temporal temporal;
  private final StartRun starter;
  private final ActivityCompletionClient completion;
  private final Runs runs;
  private final NodeRuns nodes;
  private final StopRun stopRun;
  private final InstantSource clock;
  private final Duration every;
  private final Thread thread;
  private volatile boolean closed;

  private Reconciler(
      Temporal temporal, Database database, Plans plans, InstantSource clock, Duration every) {
    this.temporal = temporal;
    this.starter = new StartRun(temporal);
    this.completion = temporal.client().newActivityCompletionClient();
    this.runs = new Runs(database);
    this.nodes = new NodeRuns(database, plans);
    this.stopRun = new StopRun(database, plans);
    this.clock = clock;
    this.every = every;
    this.thread = Thread.ofVirtual().name("reconciler").unstarted(this::loop);
  }

  static Reconciler start(
      Temporal temporal, Database database, Plans plans, InstantSource clock, Duration every) {
    Reconciler reconciler = new Reconciler(temporal, database, plans, clock, every);
    reconciler.thread.start();
    return reconciler;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void loop() {
    while (!closed) {
      try {
        for (RunRow run : runs.open()) {
          reconcile(run);
        }
      } catch (StorageFailure | StatusRuntimeException e) {
        LOG.warn("reconciler=waits reason={}", e.getMessage());
      }
      try {
        Thread.sleep(every);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void reconcile(RunRow run) {
    String workflow = Interpreter.workflowId(run.id(), run.epoch());
    Optional<DescribeWorkflowExecutionResponse> found = temporal.describe(workflow);
    if (found.isEmpty()) {
      adoptUnknown(run);
      return;
    }
    WorkflowExecutionStatus status = found.get().getWorkflowExecutionInfo().getStatus();
    switch (status) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING ->
          workflows(run, workflow).forEach(open -> takeLostInAgain(run, open));
      case WORKFLOW_EXECUTION_STATUS_TERMINATED, WORKFLOW_EXECUTION_STATUS_CANCELED ->
          stopRun.stop(run.tenant(), run.id(), true, "temporal", "its workflow was " + status);
      default -> nextEpoch(run, "its workflow is " + status);
    }
  }

  /// Stored and not started, or all of Temporal's data is gone.
  private void adoptUnknown(RunRow run) {
    if (run.submittedAt().isAfter(clock.instant().minus(SETTLED))) {
      return;
    }
    if (run.plan().isEmpty()) {
      starter.start(run.tenant(), run.id(), run.epoch());
    } else {
      nextEpoch(run, "Temporal does not know its workflow");
    }
  }

  private void nextEpoch(RunRow run, String reason) {
    runs.nextEpoch(run.tenant(), run.id(), run.epoch(), reason)
        .ifPresent(epoch -> {
          LOG.info("run={} adopted=true epoch={} reason={}", run.id(), epoch, reason);
          starter.start(run.tenant(), run.id(), epoch);
        });
  }

  private List<String> workflows(RunRow run, String workflow) {
    List<String> all = new ArrayList<>();
    if (run.plan().isPresent()) {
      nodes
          .openSegments(run.tenant(), run.id())
          .forEach(segment -> all.add(workflow + "/" + segment));
    }
    return all;
  }

  /// An activity that is pending and that no node names has lost its intake: it is failed, so that
  /// Temporal has the node taken in again.
  private void takeLostInAgain(RunRow run, String workflow) {
    Optional<DescribeWorkflowExecutionResponse> found = temporal.describe(workflow);
    if (found.isEmpty()) {
      return;
    }
    String workflowRun = found.get().getWorkflowExecutionInfo().getExecution().getRunId();
    SortedSet<String> named = new TreeSet<>();
    for (Address address : nodes.addresses(run.tenant(), run.id())) {
      if (address.workflowRun().equals(workflowRun)) {
        named.add(address.activity());
      }
    }
    for (PendingActivityInfo pending : found.get().getPendingActivitiesList()) {
      if (!named.contains(pending.getActivityId()) && settled(pending)) {
        failIntake(workflow, workflowRun, pending);
      }
    }
  }

  private boolean settled(PendingActivityInfo pending) {
    Instant started = Instant.ofEpochSecond(pending.getLastStartedTime().getSeconds());
    return pending.hasLastStartedTime() && started.isBefore(clock.instant().minus(SETTLED));
  }

  private void failIntake(String workflow, String workflowRun, PendingActivityInfo pending) {
    LOG.info("workflow={} activity={} intake=lost", workflow, pending.getActivityId());
    try {
      completion.completeExceptionally(
          workflow,
          Optional.of(workflowRun),
          pending.getActivityId(),
          ApplicationFailure.newFailure("The intake of the node was lost", "intake-lost"));
    } catch (ActivityCompletionException e) {
      LOG.info("activity={} intake=settled reason={}", pending.getActivityId(), e.getMessage());
    }
  }
}
