package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifeOfRunTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value}}
      outputs:
        last: $b.value
      """;

  private static final String COUNTS =
      """
      graph: counts
      nodes:
        a: {type: tally}
        b: {type: tally, with: {times: $a.number}}
      """;

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aChainIsTakenInComputedToldAndEnded() {
    RunRow run = fixture.plan(CHAIN, 500);
    assertThat(fixture.takeIn(run, 0)).isEmpty();
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    assertThat(fixture.outbox()).containsExactly("activity-0 succeeded");
    assertThat(fixture.takeIn(run, 1)).isEmpty();
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.find(run).outputs().orElseThrow()).containsOnlyKeys("last");
    assertThat(fixture.events(run))
        .containsExactly(
            "run-submitted",
            "run-planned",
            "node-started a",
            "node-succeeded a",
            "node-started b",
            "node-succeeded b",
            "run-succeeded");
  }

  @Test
  void aSecondRunTakesEverythingFromTheMemoWhenItIsPlanned() {
    aChainIsTakenInComputedToldAndEnded();
    RunRow second = fixture.plan(CHAIN, 500);
    assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(second.memoHits()).isEqualTo(2);
    assertThat(fixture.events(second))
        .containsExactly("run-submitted", "run-planned", "nodes-hit", "run-succeeded");
  }

  @Test
  void takingInTwiceKeepsOneWorkAndTheNewerAddress() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    fixture.takeIn(run, 0);
    assertThat(fixture.grantAll()).hasSize(1);
  }

  @Test
  void aNodeThatHasEndedAnswersAtOnce() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    assertThat(fixture.takeIn(run, 0)).contains(NodeState.SUCCEEDED);
  }

  @Test
  void twoRunsWithEqualKeysComputeOnceAndBothEnd() {
    RunRow first = fixture.plan(CHAIN, 500);
    RunRow second = fixture.plan(CHAIN, 500);
    fixture.takeIn(first, 0);
    fixture.takeIn(second, 0);
    List<Granted> granted = fixture.grantAll();
    assertThat(granted).hasSize(1);
    fixture.report(fixture.done(granted.getFirst()));
    assertThat(fixture.outbox()).containsExactly("activity-0 succeeded", "activity-0 succeeded");
    assertThat(fixture.events(second)).contains("node-started a", "node-succeeded a");
  }

  @Test
  void aRunThatSharesAWorkGoesOnWhenTheOtherIsStopped() {
    RunRow first = fixture.plan(CHAIN, 500);
    RunRow second = fixture.plan(CHAIN, 500);
    fixture.takeIn(first, 0);
    fixture.takeIn(second, 0);
    Granted granted = fixture.grantAll().getFirst();
    assertThat(fixture.stop(first, false).state()).isEqualTo(RunState.STOPPED);
    assertThat(fixture.report(fixture.done(granted))).isEqualTo(new ReportAnswer.Committed());
    assertThat(fixture.events(second)).contains("node-succeeded a");
    assertThat(fixture.events(first)).doesNotContain("node-succeeded a").contains("run-stopped");
  }

  @Test
  void aStopWaitsForTheWorkThatComputesAndAKillDoesNot() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Granted granted = fixture.grantAll().getFirst();
    assertThat(fixture.stop(run, false).state()).isEqualTo(RunState.STOPPING);
    RunRow killed = fixture.stop(run, true);
    assertThat(killed.state()).isEqualTo(RunState.STOPPED);
    assertThat(fixture.report(fixture.done(granted))).isEqualTo(new ReportAnswer.Stale());
  }

  @Test
  void aWorkThatStopsEndsItsStoppingRun() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Granted granted = fixture.grantAll().getFirst();
    fixture.stop(run, false);
    fixture.report(new Report.Stopped(fixture.lease(granted), Seconds.NONE, ""));
    assertThat(fixture.find(run).state()).isEqualTo(RunState.STOPPED);
    assertThat(fixture.outbox()).containsExactly("activity-0 stopped");
  }

  @Test
  void anOldFenceChangesNothing() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Granted lost = fixture.grantAll().getFirst();
    fixture.report(new Report.Lost(fixture.lease(lost), true));
    Granted again = fixture.grantAll().getFirst();
    assertThat(again.fence()).isGreaterThan(lost.fence());
    assertThat(fixture.report(fixture.done(lost))).isEqualTo(new ReportAnswer.Stale());
    assertThat(fixture.report(fixture.done(again))).isEqualTo(new ReportAnswer.Committed());
    assertThat(fixture.report(fixture.done(again))).isEqualTo(new ReportAnswer.Committed());
    assertThat(fixture.outbox()).hasSize(1);
  }

  @Test
  void theLastTryBeforeQuarantineWaitsUntilABurstOfDeathsIsOver() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);

    fixture.report(new Report.Lost(fixture.lease(fixture.grantAll().getFirst()), true));
    assertThat(fixture.waiting().getFirst().notBefore()).isZero();
    fixture.report(new Report.Lost(fixture.lease(fixture.grantAll().getFirst()), true));
    assertThat(fixture.waiting().getFirst().notBefore()).isGreaterThan(Duration.ofSeconds(15));
  }

  @Test
  void aWorkThatLosesItsWorkerThreeTimesIsQuarantined() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    for (int i = 0; i < 3; i++) {
      fixture.report(new Report.Lost(fixture.lease(fixture.grantAll().getFirst()), true));
    }
    RunRow failed = fixture.find(run);
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.failure().orElseThrow().code()).isEqualTo("quarantined");
    assertThat(fixture.events(run)).contains("node-failed a", "node-skipped b", "run-failed");
  }

  @Test
  void aLeaseThatItsWorkerNeverHeardOfIsNoTry() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    for (int i = 0; i < 4; i++) {
      Granted granted = fixture.grantAll().getFirst();
      assertThat(granted.attempt()).isEqualTo(1);
      fixture.report(new Report.Lost(fixture.lease(granted), false));
    }
    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);
    assertThat(fixture.events(run)).doesNotContain("node-retrying a");
  }

  @Test
  void whatMayPassIsTriedAgainAndWhatTheAuthorDidIsNot() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Failure passing = new Failure("hiccup", FailureCategory.TRANSIENT, "It may pass");
    fixture.report(
        new Report.Failed(fixture.lease(fixture.grantAll().getFirst()), passing, Seconds.NONE, ""));
    assertThat(fixture.events(run)).contains("node-retrying a");
    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);
    RunRow other = fixture.plan(CHAIN.replace("one", "two"), 500);
    fixture.takeIn(other, 0);
    Granted granted =
        fixture.grantAll().stream()
            .filter(lease -> lease.request().parameters().toString().contains("two"))
            .findFirst()
            .orElseThrow();
    fixture.report(
        new Report.Failed(
            fixture.lease(granted), Failure.user("wrong", "It is wrong"), Seconds.NONE, ""));
    assertThat(fixture.find(other).failure().orElseThrow().message())
        .isEqualTo("Node a: It is wrong");
  }

  @Test
  void whatLiesOutsideIsWaitedForWithGrowingPausesAndIsNoTry() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Failure full = new Failure("disk", FailureCategory.EXTERNAL, "/store is full, 0 bytes free");
    for (int i = 0; i < 9; i++) {
      Granted granted = fixture.grantAll().getFirst();
      assertThat(granted.attempt()).isEqualTo(1);
      fixture.report(new Report.Failed(fixture.lease(granted), full, Seconds.NONE, ""));
    }
    assertThat(pauses(run))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);

    Failure hiccup = new Failure("hiccup", FailureCategory.TRANSIENT, "It may pass");
    fixture.report(
        new Report.Failed(fixture.lease(fixture.grantAll().getFirst()), hiccup, Seconds.NONE, ""));
    fixture.report(
        new Report.Failed(fixture.lease(fixture.grantAll().getFirst()), full, Seconds.NONE, ""));
    assertThat(pauses(run).getLast()).as("the count begins again").isEqualTo(500L);

    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    assertThat(fixture.events(run)).endsWith("node-succeeded a");
  }

  private List<Long> pauses(RunRow run) {
    return new Events(fixture.database())
        .from(RunFixture.TENANT, run.id(), 1, 100).stream()
            .filter(event -> event.type().equals("node-retrying"))
            .map(event ->
                FieldReader.of("body", CanonicalJson.parse(event.body())).integer("backoff_ms"))
            .toList();
  }

  @Test
  void aNodeWithAnInputFromAnotherSegmentIsBlockedUntilThatHasEnded() {
    RunRow run = fixture.plan(CHAIN, 1);
    assertThat(fixture.takeIn(run, 1)).isEmpty();
    assertThat(fixture.grantAll()).isEmpty();
    fixture.takeIn(run, 0);
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    List<Granted> freed = fixture.grantAll();
    assertThat(freed).hasSize(1);
    fixture.report(fixture.done(freed.getFirst()));
    assertThat(fixture.outbox()).containsExactly("activity-0 succeeded", "activity-1 succeeded");
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aLostArtifactSendsTheConsumerBackAndItsProducerIsComputedAgain() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Granted producer = fixture.grantAll().getFirst();
    ArtifactReference picture = fixture.stored(producer, "a picture");
    fixture.report(fixture.done(producer, new PortValue.Artifact(picture)));
    fixture.takeIn(run, 1);
    Granted consumer = fixture.grantAll().getFirst();
    assertThat(
            new LostArtifact(fixture.database(), fixture.plans())
                .found(fixture.lease(consumer), picture.digest()))
        .isTrue();
    assertThat(fixture.report(fixture.done(consumer))).isEqualTo(new ReportAnswer.Stale());
    Granted again = fixture.grantAll().getFirst();
    assertThat(again.memoKey()).isEqualTo(producer.memoKey());
    fixture.stored(again, "a picture");
    fixture.report(fixture.done(again, new PortValue.Artifact(picture)));
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.events(run))
        .containsSubsequence("node-input-lost b", "node-succeeded a", "node-succeeded b");
    assertThat(fixture.outbox()).containsExactly("activity-0 succeeded", "activity-1 succeeded");
  }

  @Test
  void aNodeWhoseGivenFileIsGoneFailsAndSaysSo() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Granted producer = fixture.grantAll().getFirst();
    ArtifactReference picture = fixture.stored(producer, "a picture");
    fixture.report(fixture.done(producer, new PortValue.Artifact(picture)));
    fixture.takeIn(run, 1);
    Granted consumer = fixture.grantAll().getFirst();
    // As if the picture had been given: no node has it as its output.
    fixture
        .database()
        .run(sql ->
            sql.update(
                "UPDATE node_run SET outputs = NULL WHERE run_id = ? AND node = 0", run.id()));

    new LostArtifact(fixture.database(), fixture.plans())
        .found(fixture.lease(consumer), picture.digest());

    assertThat(fixture.find(run).state()).isEqualTo(RunState.FAILED);
    assertThat(fixture.find(run).failure().orElseThrow().message())
        .contains("Node b: The store no longer has artifact", "a file that was given to the run");
  }

  @Test
  void aValueThatDoesNotSuitTheParameterItIsBoundToFailsTheNodeAndNamesBoth() {
    RunRow run = fixture.plan(COUNTS, 500);
    fixture.takeIn(run, 0);
    Granted first = fixture.grantAll().getFirst();
    fixture.report(fixture.done(first, "number", new PortValue.Inline(new Value.Int(9))));

    assertThat(fixture.takeIn(run, 1)).contains(NodeState.FAILED);

    assertThat(fixture.find(run).failure().orElseThrow().message())
        .isEqualTo(
            "Node b: times of node b: expected int from 1 to 5, but the node before it made 9.");
    assertThat(fixture.waiting()).isEmpty();
  }

  @Test
  void aValueThatSuitsTheParameterItIsBoundToReachesTheExecutor() {
    RunRow run = fixture.plan(COUNTS, 500);
    fixture.takeIn(run, 0);
    Granted first = fixture.grantAll().getFirst();
    fixture.report(fixture.done(first, "number", new PortValue.Inline(new Value.Int(4))));
    fixture.takeIn(run, 1);

    assertThat(fixture.grantAll().getFirst().request().parameters().fields())
        .containsEntry("times", new Value.Int(4));
  }

  @Test
  void aRunThatIsFailedFromOutsideEndsAtOnceAndSaysWhy() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    Granted granted = fixture.grantAll().getFirst();
    Failure reason = Failure.fatal("interpreter-failed", "It cannot go on");

    RunRow failed =
        new StopRun(fixture.database(), fixture.plans()).fail(RunFixture.TENANT, run.id(), reason);

    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.failure()).contains(reason);
    assertThat(fixture.report(fixture.done(granted))).isEqualTo(new ReportAnswer.Stale());
    assertThat(fixture.events(run)).endsWith("node-stopped a", "node-stopped b", "run-failed");
  }

  @Test
  void aRunThatHasEndedIsNotFailedAfterwards() {
    aChainIsTakenInComputedToldAndEnded();
    RunRow run =
        new Runs(fixture.database())
            .list(RunFixture.TENANT, RunFilter.ANY, Optional.empty(), 1)
            .getFirst();

    RunRow after =
        new StopRun(fixture.database(), fixture.plans())
            .fail(RunFixture.TENANT, run.id(), Failure.fatal("late", "Too late"));

    assertThat(after.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(after.failure()).isEmpty();
  }

  @Test
  void anEmptyListIsBoundAsWhatTheStatementWants() {
    assertThat(new Runs(fixture.database()).ended(List.of(), Duration.ZERO)).isEmpty();
  }

  @Test
  void eventsAreNumberedWithoutGaps() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    List<Events.StoredEvent> events =
        new Events(fixture.database()).from(RunFixture.TENANT, run.id(), 1, 100);
    assertThat(events).extracting(Events.StoredEvent::number).containsExactly(1L, 2L, 3L, 4L);
  }
}
