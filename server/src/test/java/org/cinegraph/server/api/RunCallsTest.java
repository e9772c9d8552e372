package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.Granted;
import org.cinegraph.proto.v1.AttemptLog;
import org.cinegraph.proto.v1.GetNodeLogRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.GetServerInfoResponse;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.scheduler.progress.WorkNews;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCallsTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: a}}
        b: {type: no-op, with: {after: $a.value, salt: b}}
      outputs:
        last: $b.value
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
  void aRunShowsItsNodesWhereTheyAre() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    assertThat(node(run, 0).getState()).isEqualTo(NodeState.NODE_STATE_WAITING);
    Granted granted = fixture.runs.grantAll().getFirst();
    fixture.progress.publish(new WorkNews.Progressed(granted.work(), 3, 8, "run"));

    assertThat(node(run, 0).getState()).isEqualTo(NodeState.NODE_STATE_RUNNING);
    assertThat(node(run, 0).getStep()).isEqualTo(3);
    assertThat(node(run, 0).getSteps()).isEqualTo(8);
    assertThat(node(run, 0).getWorker()).isEqualTo("fixture");
    assertThat(node(run, 1).getState()).isEqualTo(NodeState.NODE_STATE_PLANNED);
  }

  @Test
  void aNodeThatNoWorkerCanRunSaysWhatItWaitsFor() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    fixture.nobodyOffers(fixture.runs.waiting().getFirst().work());

    assertThat(node(run, 0).getWaitsFor())
        .isEqualTo("waits for no-op version 1; connected workers offer version 2");
  }

  @Test
  void aRunThatSucceededShowsItsOutputs() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    compute(run, 0);
    compute(run, 1);

    assertThat(get(run).getRun().getState()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(get(run).getOutputs(0).getName()).isEqualTo("last");
    assertThat(get(run).getOutputs(0).getValue().getJson()).isEqualTo("\"b\"");
    assertThat(get(run).getRun().getNodesEnded()).isEqualTo(2);
  }

  @Test
  void runsAreListedNewestFirstPageByPage() {
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      submitted.add(
          WriteIds.text(
              fixture
                  .control()
                  .submitRun(ControlFixture.submission("key " + i, CHAIN, java.util.Map.of()))
                  .getRun()
                  .getRunId()));
    }
    ListRunsResponse first = list(2, "");
    ListRunsResponse second = list(2, first.getNextPageToken());

    List<RunSummary> listed = new ArrayList<>(first.getRunsList());
    listed.addAll(second.getRunsList());
    assertThat(first.getRunsCount()).isEqualTo(2);
    assertThat(listed)
        .extracting(run -> WriteIds.text(run.getRunId()))
        .containsExactlyInAnyOrderElementsOf(submitted)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void runsAreListedByStateGraphAndTime() {
    RunRow chain = fixture.runs.plan(CHAIN, 10);
    RunRow other = fixture.runs.plan(CHAIN.replace("graph: chain", "graph: other"), 10);
    fixture.runs.pause(other);
    fixture.runs.stop(chain, true);

    assertThat(listed(filter().addStates(RunState.RUN_STATE_STOPPED))).containsExactly(chain.id());
    assertThat(listed(filter().setGraph("other"))).containsExactly(other.id());
    assertThat(listed(filter().setPaused(true))).containsExactly(other.id());
    assertThat(listed(since(Instant.now().minusSeconds(60))))
        .containsExactlyInAnyOrder(other.id(), chain.id());
    assertThat(listed(since(Instant.now().plusSeconds(60)))).isEmpty();
    assertThat(listed(filter().addStates(RunState.RUN_STATE_STOPPED).setGraph("other"))).isEmpty();
  }

  @Test
  void aFilterThatCannotBeIsRefused() {
    assertThat(refusal(filter().addStatesValue(99)))
        .isEqualTo("states must be states of runs, found UNRECOGNIZED");
    assertThat(refusal(since(Instant.MAX)))
        .isEqualTo("submitted_since must be a time in the years 1 to 9999");
  }

  @Test
  void aStopLeavesWhatComputesToItsCheckpointAndAKillDoesNot() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    fixture.runs.grantAll();
    RunSummary stopping =
        fixture
            .control()
            .stopRun(
                StopRunRequest.newBuilder()
                    .setRunId(WriteIds.bytes(run.id()))
                    .setWhy("wrong prompt")
                    .build())
            .getRun();
    RunSummary killed =
        fixture
            .control()
            .killRun(KillRunRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).build())
            .getRun();

    assertThat(stopping.getState()).isEqualTo(RunState.RUN_STATE_STOPPING);
    assertThat(killed.getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
  }

  @Test
  void theLogOfANodeHasItsAttempts() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    compute(run, 0);

    assertThat(log(run, "a"))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.getWorker()).isEqualTo("fixture");
          assertThat(attempt.getOutcome()).isEqualTo("done");
        });
    assertThat(log(run, "b")).isEmpty();
  }

  @Test
  void theLogOfANodeThatThereIsNotNamesThoseThatThereAre() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> log(run, "c"));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo("Run %s has no node c; it has a, b".formatted(run.id()));
  }

  @Test
  void aControlPlaneTellsWhoItIsAndWhoComputesForIt() {
    GetServerInfoResponse info =
        fixture.control().getServerInfo(GetServerInfoRequest.getDefaultInstance());

    assertThat(info.getTemporalAddress()).isEqualTo("temporal:7233");
    assertThat(info.getLeads()).isTrue();
    assertThat(info.getWorkersList())
        .singleElement()
        .satisfies(worker -> {
          assertThat(worker.getName()).isEqualTo("fixture");
          assertThat(worker.getConnected()).isTrue();
          assertThat(worker.getDevicesList()).containsExactly("processor");
        });
  }

  private void compute(RunRow run, int node) {
    fixture.runs.takeIn(run, node);
    fixture.runs.grantAll().forEach(granted -> fixture.runs.report(fixture.runs.done(granted)));
  }

  private NodeRun node(RunRow run, int node) {
    return get(run).getNodes(node);
  }

  private GetRunResponse get(RunRow run) {
    return fixture
        .control()
        .getRun(GetRunRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).build());
  }

  private ListRunsResponse list(int size, String token) {
    return fixture
        .control()
        .listRuns(ListRunsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static ListRunsRequest.Builder filter() {
    return ListRunsRequest.newBuilder();
  }

  private static ListRunsRequest.Builder since(Instant time) {
    return filter().setSubmittedSince(Timestamp.newBuilder().setSeconds(time.getEpochSecond()));
  }

  private List<UUID> listed(ListRunsRequest.Builder request) {
    return fixture.control().listRuns(request.build()).getRunsList().stream()
        .map(run -> UUID.fromString(WriteIds.text(run.getRunId())))
        .toList();
  }

  private @Nullable String refusal(ListRunsRequest.Builder request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> listed(request))
        .getStatus()
        .getDescription();
  }

  private List<AttemptLog> log(RunRow run, String node) {
    return fixture
        .control()
        .getNodeLog(
            GetNodeLogRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).setNode(node).build())
        .getAttemptsList();
  }
}
