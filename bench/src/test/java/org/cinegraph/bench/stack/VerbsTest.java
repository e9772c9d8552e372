package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.cinegraph.proto.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import org.cinegraph.proto.v1.DeleteRunRequest;
import org.cinegraph.proto.v1.DrainWorkerRequest;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.ParameterChange;
import org.cinegraph.proto.v1.PauseRunRequest;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.RerunRunRequest;
import org.cinegraph.proto.v1.ResumeRunRequest;
import org.cinegraph.proto.v1.RunState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person does to runs, with every part a process of its own.
class VerbsTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final String PAUSED = "waits for its run to be resumed; it is paused";
  private static final String DRAINED = "waits for a worker; the one suitable worker is drained";

  @TempDir static Path folder;
  private static StackFixture stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
    stack.startPlainWorker();
    stack.awaitNodeTypes("no-op", "no-op-slow");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aRunThatWasKilledGoesOnWhereItWasUnderItsNextWorkflow() throws Exception {
    ByteString run = submit("killed", 2, 1);
    await(() -> node(run, "slow").getState() == NodeState.NODE_STATE_RUNNING);
    call(control -> control.killRun(KillRunRequest.newBuilder().setRunId(run).build()));
    assertThat(stack.eventsUntilEnd(run)).endsWith("run-stopped");

    assertThat(recover(run))
        .contains("Nodes that are done again: 2 of 3; the others keep their results");

    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence("run-stopped", "run-recovered", "node-succeeded slow", "run-succeeded")
        .containsOnlyOnce("node-succeeded first");
    assertThat(show(run).getRun().getEpoch()).isEqualTo(2);
    assertThat(recoverIsRefused(run)).isTrue();
  }

  @Test
  void aPausedRunWaitsThroughARestartOfTheControlPlaneUntilItIsResumed() throws Exception {
    ByteString run = submit("paused", 2, 0);
    await(() -> node(run, "slow").getState() == NodeState.NODE_STATE_RUNNING);
    call(control -> control.pauseRun(PauseRunRequest.newBuilder().setRunId(run).build()));
    await(() -> node(run, "slow").getWaitsFor().equals(PAUSED));
    stack.stopControlPlane();
    stack.startControlPlane();
    await(() -> node(run, "slow").getWaitsFor().equals(PAUSED));
    assertThat(node(run, "slow").getAttempts()).as("attempts that count").isZero();

    call(control -> control.resumeRun(ResumeRunRequest.newBuilder().setRunId(run).build()));

    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence("run-paused", "run-resumed", "node-succeeded slow", "run-succeeded")
        .doesNotContain("node-retrying slow");
  }

  @Test
  void aForkComputesTheNodeAndWhatIsBehindItAndARerunComputesAll() {
    ByteString first = submit("forked", 0.1, 0);
    assertThat(stack.eventsUntilEnd(first)).endsWith("run-succeeded");

    ByteString fork = fork(first, "slow", "last", "salt", "changed");
    ByteString rerun = rerun(first);

    assertThat(stack.eventsUntilEnd(fork))
        .contains("nodes-hit", "node-succeeded slow", "node-succeeded last", "run-succeeded")
        .doesNotContain("node-started first");
    assertThat(show(fork).getOutputs(0).getValue().getJson()).contains("changed");
    assertThat(stack.eventsUntilEnd(rerun))
        .contains("node-started first", "node-started slow", "node-started last", "run-succeeded");
    assertThat(show(rerun).getOutputs(0)).isEqualTo(show(first).getOutputs(0));
    assertThat(
            call(control ->
                    control.deleteRun(DeleteRunRequest.newBuilder().setRunId(rerun).build()))
                .getChangedList())
        .hasSize(2);
  }

  private static ByteString fork(
      ByteString run, String from, String node, String parameter, String value) {
    ParameterChange change =
        ParameterChange.newBuilder().setNode(node).setParameter(parameter).setValue(value).build();
    ForkRunRequest request =
        ForkRunRequest.newBuilder()
            .setRunId(run)
            .setIdempotencyKey("fork")
            .setFromNode(from)
            .addChanges(change)
            .build();
    return call(control -> control.forkRun(request)).getRun().getRunId();
  }

  private static ByteString rerun(ByteString run) {
    RerunRunRequest request =
        RerunRunRequest.newBuilder().setRunId(run).setIdempotencyKey("rerun").build();
    return call(control -> control.rerunRun(request)).getRun().getRunId();
  }

  @Test
  void aDrainedWorkerLeavesARunWaitingAndSaysSo() throws Exception {
    drain(false);
    ByteString run = submit("drained", 0.1, 0);
    await(() -> node(run, "first").getWaitsFor().equals(DRAINED));
    drain(true);
    assertThat(stack.eventsUntilEnd(run)).endsWith("run-succeeded");
  }

  private static ByteString submit(String name, double seconds, int segmentSize) {
    String yaml =
        """
        graph: %s
        nodes:
          first: {type: no-op, with: {salt: %s}}
          slow: {type: no-op-slow, with: {after: $first.value, salt: s, seconds: %s}}
          last: {type: no-op, with: {after: $slow.value, salt: l}}
        outputs:
          value: $last.value
        """
            .formatted(name, name, seconds);
    return stack.submit(yaml, segmentSize, name).getRun().getRunId();
  }

  private static List<String> recover(ByteString run) {
    return call(control ->
            control.recoverRun(
                RecoverRunRequest.newBuilder().setRunId(run).setWhy("a test").build()))
        .getChangedList();
  }

  private static boolean recoverIsRefused(ByteString run) {
    GetRunResponse shown = show(run);
    return shown.getRun().getState() == RunState.RUN_STATE_SUCCEEDED
        && !shown.getRun().getVerbsAllowedList().contains("recover");
  }

  private static void drain(boolean undo) {
    assertThat(
            call(control ->
                    control.drainWorker(
                        DrainWorkerRequest.newBuilder().setWorker("plain").setUndo(undo).build()))
                .getChangedList())
        .isNotEmpty();
  }

  private static GetRunResponse show(ByteString run) {
    return call(control -> control.getRun(GetRunRequest.newBuilder().setRunId(run).build()));
  }

  private static NodeRun node(ByteString run, String name) {
    return show(run).getNodesList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElse(NodeRun.getDefaultInstance());
  }

  private static <T> T call(Function<ControlServiceBlockingStub, T> call) {
    try (StackFixture.Connection connection = stack.connect()) {
      return call.apply(connection.stub());
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
