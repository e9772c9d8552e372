package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.ForkRunResponse;
import org.cinegraph.proto.v1.ParameterChange;
import org.cinegraph.proto.v1.RerunRunRequest;
import org.cinegraph.proto.v1.RerunRunResponse;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rerun and fork through the service.
class RepeatRunTest {
  private static final String CHAIN =
      """
      graph: chain
      inputs:
        word: {type: text, default: hello}
      nodes:
        a: {type: no-op, with: {salt: $word}}
        b: {type: no-op, with: {after: $a.value, salt: b}}
      outputs:
        last: $b.value
      """;

  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;
  private RunSummary first = RunSummary.getDefaultInstance();

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
    first =
        fixture
            .control()
            .submitRun(ControlFixture.submission("first", CHAIN, Map.of("word", "hi")))
            .getRun();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRerunHasGraphAndInputsOfTheFirstAndItsFirstEventNamesIt() {
    RerunRunResponse rerun = rerun("again");
    assertThat(rerun.getProblemsList()).isEmpty();
    assertThat(rerun.getRun().getGraphVersion()).isEqualTo(first.getGraphVersion());
    assertThat(rerun.getRun().getRunId()).isNotEqualTo(first.getRunId());
    assertThat(firstEvent(rerun.getRun()))
        .isEqualTo(
            "{\"by\":\"home\",\"graph\":\"chain\",\"rerun_of\":\"%s\",\"why\":\"a test\"}"
                .formatted(WriteIds.text(first.getRunId())));
  }

  @Test
  void theSameKeyMakesNoSecondRun() {
    RunSummary rerun = rerun("again").getRun();
    RerunRunResponse repeated = rerun("again");
    assertThat(repeated.getRun().getRunId()).isEqualTo(rerun.getRunId());
    assertThat(repeated.getChangedList()).isEmpty();
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> fork("again", "b"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
  }

  @Test
  void aForkWithoutChangesKeepsTheGraphVersion() {
    ForkRunResponse fork = fork("f", "b");
    assertThat(fork.getRun().getGraphVersion()).isEqualTo(first.getGraphVersion());
    assertThat(fork.getChangedList())
        .containsExactly(
            "Run %s is a fork of run %s: node b and what depends on it are computed anew"
                .formatted(
                    WriteIds.text(fork.getRun().getRunId()), WriteIds.text(first.getRunId())));
    assertThat(firstEvent(fork.getRun()))
        .contains(
            "\"forked_from\":\"%s\",\"from\":\"b\"".formatted(WriteIds.text(first.getRunId())));
  }

  @Test
  void aForkWithChangesIsANewVersionOfTheGraph() {
    ForkRunResponse fork = fork("f", "a", change("b", "salt", "$word"));
    assertThat(fork.getRun().getGraphVersion()).isNotEqualTo(first.getGraphVersion());
    assertThat(fork.getRun().getGraph()).isEqualTo("chain");
    assertThat(fork.getChangedList()).last().isEqualTo("salt of node b is $word");
  }

  @Test
  void everyMistakeInAChangeComesInOneAnswerAndNoRunIsMade() {
    ForkRunResponse fork =
        fork(
            "f", "b", change("a", "salt", "x"), change("b", "sault", "x"), change("c", "salt", ""));
    assertThat(fork.hasRun()).isFalse();
    assertThat(fork.getProblemsList())
        .extracting(problem -> problem.getCode())
        .containsExactlyInAnyOrder("node-before-fork", "unknown-parameter", "unknown-node");
  }

  @Test
  void aForkFromANodeThatThereIsNotNamesThoseThatThereAre() {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> fork("f", "c"));
    assertThat(refused.getStatus().getDescription())
        .isEqualTo(
            "Graph chain of run %s has no node c; it has a, b"
                .formatted(WriteIds.text(first.getRunId())));
  }

  private RerunRunResponse rerun(String key) {
    return fixture
        .control()
        .rerunRun(
            RerunRunRequest.newBuilder()
                .setRunId(first.getRunId())
                .setIdempotencyKey(key)
                .setWhy("a test")
                .build());
  }

  private ForkRunResponse fork(String key, String from, ParameterChange... changes) {
    return fixture
        .control()
        .forkRun(
            ForkRunRequest.newBuilder()
                .setRunId(first.getRunId())
                .setIdempotencyKey(key)
                .setFromNode(from)
                .addAllChanges(List.of(changes))
                .build());
  }

  private static ParameterChange change(String node, String parameter, String value) {
    return ParameterChange.newBuilder()
        .setNode(node)
        .setParameter(parameter)
        .setValue(value)
        .build();
  }

  private String firstEvent(RunSummary run) {
    return fixture
        .control()
        .watchRun(WatchRunRequest.newBuilder().setRunId(run.getRunId()).setFrom(1).build())
        .next()
        .getEvent()
        .getBodyJson();
  }
}
