package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.GetTimelineRequest;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.KeyIngredient;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.NodeTimeline;
import org.cinegraph.proto.v1.WaitKind;
import org.cinegraph.scheduler.placement.Decision;
import org.cinegraph.scheduler.placement.WaitReason;
import org.cinegraph.scheduler.progress.WorkNews;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Why nodes wait, why they were computed, and where their time went.
class ExplainCallsTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value, salt: b}}
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
  void aNodeSaysWhichNodesItWaitsFor() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    assertThat(explain(run, "b").getWait().getKind()).isEqualTo(WaitKind.WAIT_KIND_INPUTS);
    assertThat(explain(run, "b").getWait().getNodesList()).containsExactly("a");
    assertThat(explain(run, "a").getWait().getKind()).isEqualTo(WaitKind.WAIT_KIND_INTAKE);
  }

  @Test
  void aNodeInTheQueueSaysBehindWhichOthersAndWithWhomItShares() {
    RunRow computed = fixture.runs.plan(CHAIN.replace("one", "computed"), 10);
    fixture.runs.takeIn(computed, 0);
    fixture.runs.grantAll();
    RunRow before = fixture.runs.plan(CHAIN.replace("one", "before"), 10);
    fixture.runs.takeIn(before, 0);
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    RunRow twin = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(twin, 0);
    UUID work = fixture.runs.waiting().getLast().work();
    fixture.waits.update(
        new Decision(List.of(), new TreeMap<>(Map.of(work, new WaitReason.AllBusy(1)))));

    ExplainNodeResponse said = explain(run, "a");
    assertThat(said.getWait().getKind()).isEqualTo(WaitKind.WAIT_KIND_TURN);
    assertThat(said.getWait().getWords())
        .isEqualTo("waits for its turn; the one suitable worker is busy");
    assertThat(said.getWait().getComputing()).isEqualTo(1);
    assertThat(said.getWait().getQueuedBefore()).isEqualTo(1);
    assertThat(said.getWait().getAheadList())
        .extracting(ahead -> WriteIds.text(ahead.getNode().getRunId()) + ahead.getWorker())
        .containsExactly(computed.id() + "fixture", before.id().toString());
    assertThat(said.getSharedWithList())
        .extracting(other -> WriteIds.text(other.getRunId()))
        .containsExactly(twin.id().toString());
  }

  @Test
  void aNodeThatWaitsForWhatIsOfferedNewerSaysThatItCanBeUpgraded() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    fixture.nobodyOffers(fixture.runs.waiting().getFirst().work());
    assertThat(explain(run, "a").getWait().getKind()).isEqualTo(WaitKind.WAIT_KIND_UPGRADE);
  }

  @Test
  void aNodeThatAsksForMoreMemoryThanItsTypeDeclaresSaysWhy() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    outOfMemory(fixture.runs.grantAll().getFirst());
    assertThat(explain(run, "a").getWait().getWords())
        .isEqualTo(
            "waits before its next attempt; the one before it failed; needs 384 MiB of host memory"
                + " since it ran out of memory");
    outOfMemory(fixture.runs.grant(run).orElseThrow());

    assertThat(explain(run, "a").getWait().getWords())
        .endsWith("; needs 576 MiB of host memory since it ran out of memory at 384 MiB");
  }

  private void outOfMemory(Granted granted) {
    fixture.runs.report(
        new Report.Failed(
            fixture.runs.lease(granted),
            new Failure("out-of-memory", FailureCategory.RESOURCE, "It needs more memory"),
            Seconds.NONE,
            ""));
  }

  @Test
  void aNodeOfAPausedRunAndOneThatBacksOffSayIt() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    fixture.runs.pause(run);
    assertThat(explain(run, "a").getWait().getKind()).isEqualTo(WaitKind.WAIT_KIND_PAUSED);

    RunRow other = fixture.runs.plan(CHAIN.replace("one", "other"), 10);
    fixture.runs.takeIn(other, 0);
    fail(fixture.runs.grantAll().getFirst());
    ExplainNodeResponse said = explain(other, "a");
    assertThat(said.getWait().getKind()).isEqualTo(WaitKind.WAIT_KIND_BACKOFF);
    assertThat(said.getWait().hasNotBefore()).isTrue();
    assertThat(said.getAttempts(0).getFailure().getMessage()).isEqualTo("It broke");
  }

  @Test
  void aNodeThatRunsSaysWhatItDoes() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    Granted granted = fixture.runs.grantAll().getFirst();
    fixture.progress.publish(new WorkNews.Progressed(granted.work(), 0, 0, "load"));

    assertThat(explain(run, "a").hasWait()).isFalse();
    assertThat(explain(run, "a").getPhase()).isEqualTo("load");
  }

  @Test
  void whatChangedIsFollowedToTheNodeWhereItBegan() {
    RunRow far = fixture.runs.plan(CHAIN.replace("one", "zero").replace("salt: b", "salt: c"), 10);
    RunRow near = fixture.runs.plan(CHAIN, 10);
    RunRow run = fixture.runs.plan(CHAIN.replace("one", "two"), 10);

    ExplainNodeResponse said = explain(run, "b");
    assertThat(WriteIds.text(said.getNearest().getRunId()))
        .isEqualTo(near.id().toString())
        .isNotEqualTo(far.id().toString());
    assertThat(said.getDifferencesList())
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.getNode()).isEqualTo("a");
          assertThat(difference.getIngredient()).isEqualTo("parameter salt");
          assertThat(difference.getBefore()).isEqualTo("\"one\"");
          assertThat(difference.getNow()).isEqualTo("\"two\"");
        });
    assertThat(said.getIngredientsList().stream().filter(KeyIngredient::getChanged))
        .extracting(KeyIngredient::getName)
        .containsExactly("input after");
    assertThat(said.getIngredientsList())
        .extracting(KeyIngredient::getName)
        .contains("node type", "version", "program", "parameter salt", "noise algorithm");
  }

  @Test
  void aMemoHitNamesTheRunWithItsKey() {
    RunRow first = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(first, 0);
    fixture.runs.report(fixture.runs.done(fixture.runs.grantAll().getFirst()));
    RunRow second = fixture.runs.plan(CHAIN, 10);

    ExplainNodeResponse said = explain(second, "a");
    assertThat(said.getNode().getState()).isEqualTo(NodeState.NODE_STATE_MEMO_HIT);
    assertThat(WriteIds.text(said.getSameKey().getRunId())).isEqualTo(first.id().toString());
    assertThat(said.hasNearest()).isFalse();
    assertThat(explain(first, "a").hasSameKey()).isFalse();
  }

  @Test
  void aTimelineHasEveryAttemptAndWhatItTook() throws InterruptedException {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    Granted lost = fixture.runs.grantAll().getFirst();
    Thread.sleep(20);
    fixture.runs.report(new Report.Lost(fixture.runs.lease(lost), true));
    Granted granted = fixture.runs.grantAll().getFirst();
    Report.Done done = fixture.runs.done(granted, new PortValue.Inline(new Value.Text("x")));
    fixture.runs.report(
        new Report.Done(done.lease(), done.outputs(), new Seconds(0.5, 1.5, 8, 0.25), "", false));

    GetTimelineResponse timeline =
        fixture
            .control()
            .getTimeline(
                GetTimelineRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).build());
    NodeTimeline node = timeline.getNodes(0);
    assertThat(node.getAttemptsList())
        .extracting(attempt -> attempt.getOutcome())
        .containsExactly("lost", "done");
    assertThat(node.getPhases().getLost()).isGreaterThanOrEqualTo(0.02);
    assertThat(node.getPhases().getLoad()).isEqualTo(1.5);
    assertThat(node.getPhases().getRun()).isEqualTo(8);
    assertThat(node.hasReadyAt()).isTrue();
    assertThat(timeline.getNodes(1).getReadyAt()).isEqualTo(node.getEndedAt());
    assertThat(timeline.getNodes(1).getAttemptsList()).isEmpty();
  }

  private void fail(Granted granted) {
    fixture.runs.report(
        new Report.Failed(
            fixture.runs.lease(granted),
            new Failure("flaky", FailureCategory.TRANSIENT, "It broke"),
            Seconds.NONE,
            ""));
  }

  private ExplainNodeResponse explain(RunRow run, String node) {
    return fixture
        .control()
        .explainNode(
            ExplainNodeRequest.newBuilder()
                .setRunId(WriteIds.bytes(run.id()))
                .setNode(node)
                .build());
  }
}
