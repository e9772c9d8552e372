package org.cinegraph.activities;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.run.Address;
import org.cinegraph.db.run.HoldWorks;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.StopRun;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.workflows.Interpreter;
import org.cinegraph.workflows.server.TemporalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every open run again and again and mends what a crash has left between Postgres and
/// Temporal. Every step is idempotent, so several control planes may do it at once.
final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /// What the event and the reader of a failed run are told.
  private static final String TASK_FAILS = "the interpreter fails at its workflow";

  private final Temporal temporal;
  private final StartRun starter;
  private final ActivityCompletionClient completion;
  private final Runs runs;
  private final NodeRuns nodes;
  private final StopRun stopRun;
  private final HoldWorks holdWorks;
  private final InstantSource clock;
  private final Pace pace;
  private final Thread thread;
  private volatile boolean closed;

  /// When things are looked at, and when they count as wrong.
  ///
  /// @param settled how old a state must be before it is taken for what a crash left behind
  /// @param failedTasks failures of one workflow task in a row that are waited for
  /// @param failingEpochs drives that are tried when their tasks fail
  record Pace(Duration every, Duration settled, int failedTasks, int failingEpochs) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(10), 5, 3);
  }

  private Reconciler(
      Temporal temporal, Database database, Plans plans, InstantSource clock, Pace pace) {
    this.temporal = temporal;
    this.starter = new StartRun(temporal);
    this.completion = temporal.client().newActivityCompletionClient();
    this.runs = new Runs(database);
    this.nodes = new NodeRuns(database, plans);
    this.stopRun = new StopRun(database, plans);
    this.holdWorks = new HoldWorks(database);
    this.clock = clock;
    this.pace = pace;
    this.thread = Thread.ofVirtual().name("reconciler").unstarted(this::loop);
  }

  static Reconciler start(
      Temporal temporal, Database database, Plans plans, InstantSource clock, Pace pace) {
    Reconciler reconciler = new Reconciler(temporal, database, plans, clock, pace);
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
        lookAtAll();
      } catch (StorageFailure
          | StatusRuntimeException
          | WorkflowServiceException
          | TemporalException away) {
        LOG.warn("reconciler=waits reason={}", away.toString());
      } catch (RuntimeException defect) {
        // Whatever it is, the runs need somebody who looks at them again.
        LOG.error("reconciler=failing", defect);
      }
      try {
        Thread.sleep(pace.every());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void lookAtAll() {
    for (RunRow run : runs.open()) {
      try {
        reconcile(run);
        if (run.paused()) {
          holdWorks.settle(run.tenant(), run.id());
        }
      } catch (StorageFailure
          | StatusRuntimeException
          | WorkflowServiceException
          | TemporalException away) {
        throw away;
      } catch (RuntimeException defect) {
        // One run that cannot be mended keeps no other one back.
        LOG.error("run={} reconciler=failing", run.id(), defect);
      }
    }
    closeWhatOutlivesItsRun();
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
      case WORKFLOW_EXECUTION_STATUS_RUNNING -> reconcile(run, workflow, found.get());
      case WORKFLOW_EXECUTION_STATUS_TERMINATED, WORKFLOW_EXECUTION_STATUS_CANCELED ->
          stopRun.stop(run.tenant(), run.id(), true, "temporal", "its workflow was " + status);
      default -> nextEpoch(run, "its workflow is " + status);
    }
  }

  private void reconcile(RunRow run, String workflow, DescribeWorkflowExecutionResponse found) {
    boolean failing = failing(found);
    for (String segment : segments(run, workflow)) {
      Optional<DescribeWorkflowExecutionResponse> open = temporal.describe(segment);
      open.ifPresent(described -> takeLostInAgain(run, segment, described));
      failing |= open.filter(this::failing).isPresent();
    }
    if (failing) {
      giveDriveUp(run, workflow);
    }
  }

  private boolean failing(DescribeWorkflowExecutionResponse workflow) {
    return workflow.getPendingWorkflowTask().getAttempt() > pace.failedTasks();
  }

  /// The next drive may be on another interpreter. When the tasks of several drives fail, the run
  /// is failed: better than to hang in silence.
  private void giveDriveUp(RunRow run, String workflow) {
    if (runs.adoptions(run.tenant(), run.id(), TASK_FAILS) + 1 < pace.failingEpochs()) {
      nextEpoch(run, TASK_FAILS);
    } else {
      LOG.warn("run={} failed=true epoch={} reason={}", run.id(), run.epoch(), TASK_FAILS);
      String message =
          "Temporal could not go on with workflow %s, nor with those of %d epochs before it: %s; see the log of the control plane"
              .formatted(workflow, pace.failingEpochs() - 1, TASK_FAILS);
      stopRun.fail(run.tenant(), run.id(), Failure.fatal("interpreter-failed", message));
    }
    temporal.terminate(workflow, TASK_FAILS);
  }

  /// Workflows end by their normal path. One that is open long after its run has ended was left by
  /// a crash or driven by an interpreter that fails.
  private void closeWhatOutlivesItsRun() {
    SortedMap<UUID, List<String>> open = new TreeMap<>();
    for (String workflow : temporal.openWorkflows()) {
      Interpreter.runOf(workflow)
          .ifPresent(run -> open.computeIfAbsent(run, _ -> new ArrayList<>()).add(workflow));
    }
    for (UUID run : runs.ended(List.copyOf(open.keySet()), pace.settled())) {
      for (String workflow : requireNonNull(open.get(run))) {
        LOG.info("workflow={} terminated=true reason=\"its run has ended\"", workflow);
        temporal.terminate(workflow, "its run has ended");
      }
    }
  }

  /// Stored and not started, or all of Temporal's data is gone.
  private void adoptUnknown(RunRow run) {
    if (run.epochAt().isAfter(clock.instant().minus(pace.settled()))) {
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

  private List<String> segments(RunRow run, String workflow) {
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
  private void takeLostInAgain(
      RunRow run, String workflow, DescribeWorkflowExecutionResponse found) {
    String workflowRun = found.getWorkflowExecutionInfo().getExecution().getRunId();
    SortedSet<String> named = new TreeSet<>();
    for (Address address : nodes.addresses(run.tenant(), run.id())) {
      if (address.workflowRun().equals(workflowRun)) {
        named.add(address.activity());
      }
    }
    for (PendingActivityInfo pending : found.getPendingActivitiesList()) {
      if (!named.contains(pending.getActivityId()) && settled(pending)) {
        failIntake(workflow, workflowRun, pending);
      }
    }
  }

  private boolean settled(PendingActivityInfo pending) {
    Instant started = Instant.ofEpochSecond(pending.getLastStartedTime().getSeconds());
    return pending.hasLastStartedTime() && started.isBefore(clock.instant().minus(pace.settled()));
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
