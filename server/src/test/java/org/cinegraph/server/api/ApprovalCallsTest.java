package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.JudgedValue;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.cinegraph.proto.v1.NodeWait;
import org.cinegraph.proto.v1.WaitKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalCallsTest {
  private static final String GRAPH =
      """
      graph: storyboard
      nodes:
        judged:
          approve: Is it good?
          with: {prompt: a red ball, times: 3}
          edit: [prompt]
          timeout: 8h
          otherwise: reject
        after: {type: no-op, with: {salt: $judged.prompt}}
      """;

  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatIsAskedIsListedOverAllRunsWithWhatIsToBeJudged() {
    RunRow first = asking();
    RunRow second = asking();
    assertThat(list(ListApprovalsRequest.newBuilder()))
        .extracting(approval -> WriteIds.text(approval.getRunId()))
        .containsExactly(first.id().toString(), second.id().toString());
    Approval approval = list(ListApprovalsRequest.newBuilder().setRunId(id(second))).getFirst();
    assertThat(approval.getGraph()).isEqualTo("storyboard");
    assertThat(approval.getNode()).isEqualTo("judged");
    assertThat(approval.getQuestion()).isEqualTo("Is it good?");
    assertThat(approval.getShownList())
        .extracting(ApprovalCallsTest::written)
        .containsExactly("prompt \"a red ball\" editable", "times 3");
    assertThat(approval.getWaits()).isTrue();
    assertThat(approval.getAcceptedAtDeadline()).isFalse();
    assertThat(approval.getDeadline().getSeconds() - approval.getAskedAt().getSeconds())
        .isEqualTo(8 * 3600);
  }

  @Test
  void theListComesInPages() {
    List<RunRow> runs = List.of(asking(), asking(), asking());
    var page =
        fixture.control().listApprovals(ListApprovalsRequest.newBuilder().setPageSize(2).build());
    assertThat(page.getApprovalsCount()).isEqualTo(2);
    assertThat(
            list(
                ListApprovalsRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken(page.getNextPageToken())))
        .extracting(approval -> WriteIds.text(approval.getRunId()))
        .containsExactly(runs.getLast().id().toString());
  }

  @Test
  void anAnswerIsKeptWithWhoAndWhy() {
    RunRow run = asking();
    AnswerApprovalRequest answer =
        answer(run, true).setWhy("nice").putEdits("prompt", "a blue box").build();
    assertThat(fixture.control().answerApproval(answer).getChangedList())
        .containsExactly("Node judged is accepted, with another prompt");
    assertThat(fixture.control().answerApproval(answer).getChangedList())
        .as("the same answer again")
        .isEmpty();
    assertThat(list(ListApprovalsRequest.newBuilder())).isEmpty();
    assertThat(
            fixture
                .control()
                .explainNode(
                    ExplainNodeRequest.newBuilder().setRunId(id(run)).setNode("judged").build())
                .getIngredientsList())
        .as("nothing that a person answers is remembered")
        .isEmpty();
    Approval kept =
        list(ListApprovalsRequest.newBuilder().setRunId(id(run)).setNode("judged").setAll(true))
            .getFirst();
    assertThat(kept.getWaits()).isFalse();
    assertThat(kept.getAnswer().getAccepted()).isTrue();
    assertThat(kept.getAnswer().getBy()).isEqualTo("home");
    assertThat(kept.getAnswer().getWhy()).isEqualTo("nice");
    assertThat(kept.getAnswer().getEdits(0).getValue().getJson()).isEqualTo("\"a blue box\"");
    assertThat(refusal(() -> fixture.control().answerApproval(answer(run, false).build())))
        .isEqualTo(
            "FAILED_PRECONDITION verb-not-allowed Node judged of run %s has succeeded: reject is not allowed; it was accepted by home: nice"
                .formatted(run.id()));
  }

  @Test
  void aWrongAnswerIsRefusedWithOneSentenceAndChangesNothing() {
    RunRow run = asking();
    assertThat(
            refusal(() -> fixture.control().answerApproval(answer(run, false).setWhy("").build())))
        .isEqualTo("INVALID_ARGUMENT why-missing why must say why it is rejected, found nothing");
    assertThat(
            refusal(() ->
                fixture
                    .control()
                    .answerApproval(answer(run, false).putEdits("prompt", "x").build())))
        .startsWith("INVALID_ARGUMENT edits-of-a-rejection");
    assertThat(
            refusal(() ->
                fixture.control().answerApproval(answer(run, true).putEdits("times", "4").build())))
        .isEqualTo(
            "FAILED_PRECONDITION not-editable times of node judged cannot be edited; what can: prompt");
    assertThat(
            refusal(() ->
                fixture.control().answerApproval(answer(run, true).setNode("nothing").build())))
        .isEqualTo(
            "NOT_FOUND node-unknown Run %s has no node nothing; it has judged, after"
                .formatted(run.id()));
    assertThat(
            refusal(
                () -> fixture.control().answerApproval(answer(run, true).setNode("after").build())))
        .endsWith(
            "after of run %s is planned: approve is not allowed; it asks nobody; who does: judged"
                .formatted(run.id()));
    assertThat(list(ListApprovalsRequest.newBuilder())).hasSize(1);
  }

  @Test
  void whoMayNotControlMayNotAnswer() {
    RunRow run = asking();
    assertThat(
            refusal(() ->
                fixture
                    .controlAs("Bearer " + ControlFixture.WORKER_TOKEN)
                    .answerApproval(answer(run, true).build())))
        .startsWith("PERMISSION_DENIED");
    assertThat(list(ListApprovalsRequest.newBuilder())).hasSize(1);
  }

  @Test
  void theRunAndTheExplanationSayThatAPersonIsAsked() {
    RunRow run = asking();
    assertThat(
            fixture
                .control()
                .getRun(GetRunRequest.newBuilder().setRunId(id(run)).build())
                .getNodes(0)
                .getWaitsFor())
        .isEqualTo("waits for a person to judge: Is it good?");
    NodeWait wait =
        fixture
            .control()
            .explainNode(
                ExplainNodeRequest.newBuilder().setRunId(id(run)).setNode("judged").build())
            .getWait();
    assertThat(wait.getKind()).isEqualTo(WaitKind.WAIT_KIND_PERSON);
    assertThat(wait.getWords()).isEqualTo("waits for a person to judge: Is it good?");
  }

  private RunRow asking() {
    RunRow run = fixture.runs.plan(GRAPH, 500);
    fixture.runs.takeIn(run, 0);
    return run;
  }

  private List<Approval> list(ListApprovalsRequest.Builder request) {
    return fixture.control().listApprovals(request.build()).getApprovalsList();
  }

  private static AnswerApprovalRequest.Builder answer(RunRow run, boolean accept) {
    return AnswerApprovalRequest.newBuilder()
        .setRunId(id(run))
        .setNode("judged")
        .setAccept(accept)
        .setWhy("a test");
  }

  private static ByteString id(RunRow run) {
    return WriteIds.bytes(run.id());
  }

  private static String written(JudgedValue shown) {
    return "%s %s%s"
        .formatted(
            shown.getValue().getName(),
            shown.getValue().getValue().getJson(),
            shown.getEditable() ? " editable" : "");
  }

  private static String refusal(Supplier<?> call) {
    try {
      return "none, but " + call.get();
    } catch (StatusRuntimeException e) {
      return "%s %s %s"
          .formatted(
              e.getStatus().getCode(),
              FailureMetadata.of(e).orElseThrow().getCode(),
              e.getStatus().getDescription());
    }
  }
}
