package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.run.StopRun;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Runs that go on after they had ended: recover, retry and release.
class RecoverRunTest {
  /// Two branches; `last` needs both.
  private static final String GRAPH =
      """
      graph: branches
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value, salt: two}}
        c: {type: no-op, with: {salt: three}}
        last: {type: no-op, with: {after: $b.value, and: $c.value}}
      outputs:
        value: $last.value
      """;

  private static final int A = 0;

  private final RunFixture fixture = new RunFixture();
  private final RecoverRun recover = new RecoverRun(fixture.database(), fixture.plans());
  private final RetryNode retry = new RetryNode(fixture.database(), fixture.plans());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRunThatFailedGoesOnWithWhatItLacks() {
    RunRow run = fixture.plan(GRAPH, 500);
    compute(run, "a");
    fail(run, "b", "broken");
    compute(run, "c");
    assertThat(fixture.find(run).state()).isEqualTo(RunState.FAILED);

    Changed changed = recover.recover(fixture.asking(), run.id());

    assertThat(changed.changed())
        .containsExactly(
            "Run %s goes on".formatted(run.id()),
            "Nodes that are done again: 2 of 4; the others keep their results");
    assertThat(changed.run().state()).isEqualTo(RunState.RUNNING);
    assertThat(changed.run().epoch()).isEqualTo(2);
    assertThat(changed.run().failure()).isEmpty();
    assertThat(states(run)).containsExactly("SUCCEEDED", "PLANNED", "SUCCEEDED", "PLANNED");
    compute(changed.run(), "b");
    compute(changed.run(), "last");
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.find(run).outputs().orElseThrow()).containsOnlyKeys("value");
    assertThat(fixture.events(run))
        .containsSubsequence("run-failed", "run-recovered", "nodes-reopened", "run-succeeded")
        .containsOnlyOnce("node-succeeded a");
  }

  @Test
  void aRunThatWasStoppedGoesOnAndItsStopIsForgotten() {
    RunRow run = fixture.plan(GRAPH, 1);
    compute(run, "a");
    fixture.stop(run, true);

    RunRow recovered = recover.recover(fixture.asking(), run.id()).run();

    assertThat(recovered.endedAt()).isEmpty();
    for (String node : List.of("b", "c", "last")) {
      compute(recovered, node);
    }
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aNodeOfAnotherSegmentIsFreedByThoseThatAreDoneAgain() {
    RunRow run = fixture.plan(GRAPH, 1);
    compute(run, "a");
    fixture.stop(run, true);
    RunRow recovered = recover.recover(fixture.asking(), run.id()).run();

    assertThat(fixture.takeIn(recovered, node(run, "last"))).isEmpty();
    assertThat(states(run)).contains("BLOCKED");
    compute(recovered, "b");
    compute(recovered, "c");
    assertThat(fixture.waiting()).as("last was freed by its producers").hasSize(1);
  }

  @Test
  void whatComputesForTheEpochBeforeIsSentHome() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.stop(run, true);
    recover.recover(fixture.asking(), run.id());
    assertThat(fixture.takeIn(run, A)).contains(NodeState.STOPPED);
  }

  @Test
  void aRunThatWasFailedByTheSystemLosesThatReason() {
    RunRow run = fixture.plan(GRAPH, 500);
    new StopRun(fixture.database(), fixture.plans())
        .fail(RunFixture.TENANT, run.id(), Failure.fatal("interpreter-failed", "It hung"));
    RunRow recovered = recover.recover(fixture.asking(), run.id()).run();
    for (String node : List.of("a", "b", "c", "last")) {
      compute(recovered, node);
    }
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aRunThatWasNeverPlannedIsPlannedAgain() {
    RunRow run = fixture.submit(GRAPH);
    fixture.stop(run, false);
    Changed changed = recover.recover(fixture.asking(), run.id());
    assertThat(changed.run().state()).isEqualTo(RunState.SUBMITTED);
    assertThat(changed.changed()).containsExactly("Run %s is planned again".formatted(run.id()));
  }

  @Test
  void askingTwiceRecoversOnce() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.stop(run, true);
    RunRow first = recover.recover(fixture.asking(), run.id()).run();
    Changed second = recover.recover(fixture.asking(), run.id());
    assertThat(second.changed()).isEmpty();
    assertThat(second.run()).isEqualTo(first);
  }

  @Test
  void aNodeIsTriedAgainWithWhatWasSkippedBecauseOfItAlone() {
    RunRow run = fixture.plan(GRAPH, 500);
    compute(run, "a");
    fail(run, "b", "broken");
    fail(run, "c", "broken");

    Changed changed = retry.retry(fixture.asking(), run.id(), "b");

    assertThat(states(run)).containsExactly("SUCCEEDED", "PLANNED", "FAILED", "SKIPPED");
    compute(changed.run(), "b");
    assertThat(fixture.find(run).state()).as("c has not been tried").isEqualTo(RunState.FAILED);
    RunRow second = retry.retry(fixture.asking(), run.id(), "c").run();
    assertThat(states(run)).containsExactly("SUCCEEDED", "SUCCEEDED", "PLANNED", "PLANNED");
    compute(second, "c");
    compute(second, "last");
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.events(run)).contains("node-retried b", "node-retried c");
  }

  @Test
  void aNodeThatWaitsForItsNextAttemptIsTriedAtOnce() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, A);
    report(
        fixture.grantAll().getFirst(),
        new Failure("flaky", FailureCategory.TRANSIENT, "Once in a while"));
    assertThat(fixture.waiting().getFirst().notBefore()).isPositive();
    assertThat(retry.retry(fixture.asking(), run.id(), "a").changed())
        .containsExactly("Node a waits no longer for its next attempt");
    assertThat(fixture.waiting().getFirst().notBefore()).isZero();
    assertThat(fixture.find(run).epoch()).isEqualTo(1);
  }

  @Test
  void aQuarantinedNodeIsReleasedAndNotRetried() {
    RunRow run = fixture.plan("graph: g\nnodes:\n  a: {type: no-op, with: {salt: deadly}}\n", 500);
    fixture.takeIn(run, A);
    for (int lost = 0; lost < 3; lost++) {
      fixture.report(new Report.Lost(fixture.lease(fixture.grantAll().getFirst()), true));
    }
    assertThatThrownBy(() -> retry.retry(fixture.asking(), run.id(), "a"))
        .isInstanceOfSatisfying(
            VerbRefused.class,
            refused ->
                assertThat(refused.failure().message())
                    .isEqualTo(
                        "Node a of run %s is quarantined: retry is not allowed; allowed now: release"
                            .formatted(run.id())));
    RunRow released = retry.release(fixture.asking(), run.id(), "a").run();
    fixture.takeIn(released, A);
    fixture.report(new Report.Lost(fixture.lease(fixture.grantAll().getFirst()), true));
    assertThat(fixture.waiting()).as("one worker is lost anew").hasSize(1);
  }

  private void compute(RunRow run, String node) {
    fixture.takeIn(run, node(run, node));
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
  }

  private void fail(RunRow run, String node, String code) {
    fixture.takeIn(run, node(run, node));
    report(fixture.grantAll().getFirst(), Failure.fatal(code, "It broke"));
  }

  private void report(Granted granted, Failure failure) {
    fixture.report(new Report.Failed(fixture.lease(granted), failure, Seconds.NONE, ""));
  }

  private int node(RunRow run, String name) {
    return nodes(run).stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .node();
  }

  /// In the order of a, b, c, last.
  private List<String> states(RunRow run) {
    return nodes(run).stream()
        .sorted(java.util.Comparator.comparing(NodeRuns.NodeRunRow::name))
        .map(node -> node.state().name())
        .toList();
  }

  private List<NodeRuns.NodeRunRow> nodes(RunRow run) {
    return new NodeRuns(fixture.database(), fixture.plans()).list(RunFixture.TENANT, run.id());
  }
}
