package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that wait for a person, on a real Postgres and a real Temporal.
class ApprovalTest {
  @TempDir static Path folder;
  private static StackFixture stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
    stack.startPlainWorker();
    stack.awaitNodeTypes("no-op");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aQuestionOutlivesTheControlPlaneAndTheRunGoesOnWithTheAnswer() throws Exception {
    ByteString run = submit("outlives", "timeout: 8h, otherwise: reject");
    awaitQuestion(run);
    stack.stopControlPlane();
    stack.startControlPlane();

    assertThat(awaitQuestion(run).getQuestion()).isEqualTo("Is it good?");
    answer(run, true);
    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence(
            "node-asking judged",
            "node-answered judged",
            "node-succeeded judged",
            "node-succeeded after",
            "run-succeeded")
        .containsOnlyOnce("node-asking judged");
    assertThat(get(run).getOutputs(1).getValue().getJson()).isEqualTo("\"edited\"");
  }

  @Test
  void aRunThatIsRecoveredAfterARejectionAsksAgain() throws Exception {
    ByteString run = submit("recovered", "timeout: 8h, otherwise: reject");
    awaitQuestion(run);
    answer(run, false);
    assertThat(stack.eventsUntilEnd(run)).endsWith("node-skipped after", "run-failed");
    try (StackFixture.Connection connection = stack.connect()) {
      connection.stub().recoverRun(RecoverRunRequest.newBuilder().setRunId(run).build());
    }
    awaitQuestion(run);
    answer(run, true);
    assertThat(stack.eventsUntilEnd(run)).endsWith("run-succeeded");
  }

  @Test
  void aRunThatWaitsIsStopped() throws Exception {
    ByteString run = submit("stopped", "timeout: 8h, otherwise: reject");
    awaitQuestion(run);
    try (StackFixture.Connection connection = stack.connect()) {
      connection.stub().stopRun(StopRunRequest.newBuilder().setRunId(run).build());
    }
    assertThat(stack.eventsUntilEnd(run)).contains("node-stopped judged").endsWith("run-stopped");
  }

  @Test
  void whatNobodyAnswersIsAnsweredAsTheGraphSays() throws Exception {
    ByteString run = submit("in time", "timeout: 1s, otherwise: reject");
    assertThat(stack.eventsUntilEnd(run)).contains("node-answered judged").endsWith("run-failed");
    assertThat(get(run).getRun().getFailure().getMessage())
        .isEqualTo("Node judged: Rejected by timeout: nobody answered within 1s");
  }

  private static ByteString submit(String salt, String otherwise) {
    SubmitRunResponse submitted =
        stack.submit(
            """
            graph: judged
            nodes:
              made: {type: no-op, with: {salt: %s}}
              judged: {approve: Is it good?, with: {value: red, made: $made.value}, edit: [value], %s}
              after: {type: no-op, with: {salt: $judged.value}}
            outputs:
              after: $after.value
              judged: $judged.value
            """
                .formatted(salt, otherwise),
            0,
            salt);
    assertThat(submitted.getProblemsList()).isEmpty();
    return submitted.getRun().getRunId();
  }

  private static Approval awaitQuestion(ByteString run) throws InterruptedException {
    ListApprovalsRequest request = ListApprovalsRequest.newBuilder().setRunId(run).build();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < deadline) {
      try (StackFixture.Connection connection = stack.connect()) {
        List<Approval> asked = connection.stub().listApprovals(request).getApprovalsList();
        if (!asked.isEmpty()) {
          return asked.getFirst();
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("Nobody is asked");
  }

  private static void answer(ByteString run, boolean accept) {
    AnswerApprovalRequest.Builder request =
        AnswerApprovalRequest.newBuilder()
            .setRunId(run)
            .setNode("judged")
            .setAccept(accept)
            .setWhy("a test");
    if (accept) {
      request.putEdits("value", "edited");
    }
    try (StackFixture.Connection connection = stack.connect()) {
      assertThat(connection.stub().answerApproval(request.build()).getChangedList()).hasSize(1);
    }
  }

  private static GetRunResponse get(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection.stub().getRun(GetRunRequest.newBuilder().setRunId(run).build());
    }
  }
}
