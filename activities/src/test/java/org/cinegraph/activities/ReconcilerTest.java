package org.cinegraph.activities;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.verb.RecoverRun;
import org.cinegraph.workflows.Interpreter;
import org.cinegraph.workflows.RunInput;
import org.cinegraph.workflows.RunWorkflow;
import org.cinegraph.workflows.server.TemporalNamespace;
import org.cinegraph.workflows.server.TemporalServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the reconciler does about workflows that do not end as they should, on a real Temporal
/// server that no interpreter of ours serves.
class ReconcilerTest {
  private static final Reconciler.Pace IMPATIENT =
      new Reconciler.Pace(Duration.ofMillis(100), Duration.ZERO, 2, 2);
  private static final String NO_OP = "graph: test\nnodes:\n  a: {type: no-op}\n";

  @TempDir static Path folder;
  private static TemporalServerProcess server;
  private static Temporal temporal;

  private RunFixture fixture;
  private Optional<Reconciler> reconciler = Optional.empty();

  @BeforeAll
  static void startTemporal() {
    server = TemporalServerProcess.start(folder);
    temporal = Temporal.connect(server.address(), TemporalNamespace.NAME);
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
    server.close();
  }

  @BeforeEach
  void start() {
    fixture = new RunFixture();
  }

  /// Impatient as it is, it would take a run that the test has not started yet for a lost one.
  private void reconcile() {
    reconciler =
        Optional.of(
            Reconciler.start(
                temporal, fixture.database(), fixture.plans(), InstantSource.system(), IMPATIENT));
  }

  @AfterEach
  void close() {
    reconciler.ifPresent(Reconciler::close);
    fixture.close();
  }

  @Test
  void aRunWhoseInterpreterKeepsFailingIsTriedAgainAndThenFailsWithThatReason() {
    WorkerFactory workers = WorkerFactory.newInstance(temporal.client());
    workers
        .newWorker(Interpreter.TASK_QUEUE)
        .registerWorkflowImplementationTypes(FailingRunWorkflow.class);
    workers.start();
    RunRow run = fixture.plan(NO_OP, 500);
    new StartRun(temporal).start(run.tenant(), run.id(), run.epoch());
    reconcile();

    Patience.await(() -> fixture.find(run).state().ended());
    workers.shutdownNow();

    assertThat(fixture.find(run).state()).isEqualTo(RunState.FAILED);
    assertThat(fixture.find(run).failure().orElseThrow().code()).isEqualTo("interpreter-failed");
    assertThat(fixture.events(run))
        .containsExactly(
            "run-submitted",
            "run-planned",
            "run-adopted",
            "run-killing",
            "node-stopped a",
            "run-failed");
    Patience.await(() -> ended(Interpreter.workflowId(run.id(), 1)));
    Patience.await(() -> ended(Interpreter.workflowId(run.id(), 2)));
  }

  @Test
  void aWorkflowThatOutlivesItsRunIsTerminated() {
    RunRow run = fixture.plan(NO_OP, 500);
    fixture.stop(run, true);
    String workflow = Interpreter.workflowId(run.id(), 1);

    startThatNobodyServes(workflow);
    reconcile();

    Patience.await(() -> ended(workflow));
    assertThat(status(workflow))
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
  }

  @Test
  void aRunWhoseWorkflowWasTerminatedByAPersonIsStoppedAndGoesOnWhenItIsRecovered() {
    RunRow run = fixture.plan(NO_OP, 500);
    String workflow = Interpreter.workflowId(run.id(), 1);
    startThatNobodyServes(workflow);
    reconcile();
    temporal.terminate(workflow, "by a person, in Temporal's own UI");
    Patience.await(() -> fixture.find(run).state() == RunState.STOPPED);

    new RecoverRun(fixture.database(), fixture.plans()).recover(fixture.asking(), run.id());

    // Its start was lost: whoever asked has died.
    Patience.await(() -> fixture.events(run).contains("run-adopted"));
    Patience.await(() ->
        temporal.describe(Interpreter.workflowId(run.id(), fixture.find(run).epoch())).isPresent());
    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);
    assertThat(fixture.events(run))
        .containsSubsequence("run-killing", "run-stopped", "run-recovered", "run-adopted");
  }

  @Test
  void aWorkflowThatIsNotOursIsLeftAlone() throws Exception {
    RunRow run = fixture.plan(NO_OP, 500);
    fixture.stop(run, true);
    startThatNobodyServes("somebody-else");
    startThatNobodyServes(Interpreter.workflowId(run.id(), 1));
    reconcile();

    Patience.await(() -> ended(Interpreter.workflowId(run.id(), 1)));

    assertThat(status("somebody-else"))
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  private static void startThatNobodyServes(String workflow) {
    temporal
        .client()
        .newUntypedWorkflowStub(
            "RunWorkflow",
            WorkflowOptions.newBuilder().setTaskQueue("nobody").setWorkflowId(workflow).build())
        .start();
  }

  private static boolean ended(String workflow) {
    return temporal.describe(workflow).orElseThrow().getWorkflowExecutionInfo().hasCloseTime();
  }

  private static WorkflowExecutionStatus status(String workflow) {
    return temporal.describe(workflow).orElseThrow().getWorkflowExecutionInfo().getStatus();
  }

  /// An interpreter with a defect: each of its workflow tasks fails.
  public static final class FailingRunWorkflow implements RunWorkflow {
    @Override
    public void drive(RunInput input) {
      throw new IllegalStateException("a defect of the interpreter");
    }

    @Override
    public void grown() {}
  }
}
