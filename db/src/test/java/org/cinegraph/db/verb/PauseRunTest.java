package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.HoldWorks;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.db.work.WorkQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PauseRunTest {
  private static final String GRAPH =
      """
      graph: pair
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {salt: two}}
      """;

  private final RunFixture fixture = new RunFixture();
  private final PauseRun pause = new PauseRun(fixture.database());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingThatWaitsForAPausedRunAloneIsLeasedUntilItIsResumed() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.pause(run);
    fixture.takeIn(run, 1);
    assertThat(fixture.waiting()).isEmpty();
    assertThat(pause.resume(fixture.asking(), run.id()).changed())
        .containsExactly("Run %s goes on".formatted(run.id()));
    assertThat(fixture.grantAll()).hasSize(2);
    assertThat(fixture.events(run)).containsSubsequence("run-paused", "run-resumed");
  }

  @Test
  void aWorkThatAnotherRunWaitsForGoesOn() {
    RunRow run = fixture.plan(GRAPH, 500);
    RunRow other = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.takeIn(other, 0);
    Changed changed = pause.pause(fixture.asking(), run.id());
    assertThat(changed.changed()).contains("Nodes that go on, for other runs: 1");
    assertThat(fixture.waiting()).hasSize(1);
    fixture.pause(other);
    assertThat(fixture.waiting()).isEmpty();
    pause.resume(fixture.asking(), run.id());
    assertThat(fixture.waiting()).hasSize(1);
  }

  @Test
  void aRunThatIsNotPausedSetsAWorkFreeByJoiningIt() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.pause(run);
    fixture.takeIn(fixture.plan(GRAPH, 500), 0);
    assertThat(fixture.waiting()).hasSize(1);
  }

  @Test
  void aWorkIsHeldAgainWhenTheOnlyRunThatIsNotPausedIsStopped() {
    RunRow run = fixture.plan(GRAPH, 500);
    RunRow other = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.takeIn(other, 0);
    fixture.pause(run);
    fixture.stop(other, false);
    assertThat(fixture.waiting()).isEmpty();
  }

  @Test
  void whatComputesIsToldToStopAndIsHandedBackWithoutCounting() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    Granted granted = fixture.grantAll().getFirst();
    assertThat(pause.pause(fixture.asking(), run.id()).changed())
        .contains("Nodes that stop at their next checkpoint and wait: 1");
    assertThat(new WorkQueue(fixture.database()).openLeases().getFirst().stopRequested()).isTrue();
    fixture.report(new Report.Stopped(fixture.lease(granted), Seconds.NONE, ""));
    assertThat(fixture.waiting()).isEmpty();
    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);
    pause.resume(fixture.asking(), run.id());
    assertThat(fixture.grantAll().getFirst().attempt()).isEqualTo(1);
  }

  @Test
  void aWorkThatMissedThePauseIsHeldWhenTheRunIsSettled() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    // As if the intake had read the run before the pause and committed behind it.
    fixture.pause(run);
    fixture.database().run(sql -> sql.update("UPDATE work SET paused = false"));
    new HoldWorks(fixture.database()).settle(RunFixture.TENANT, run.id());
    assertThat(fixture.waiting()).isEmpty();
  }

  @Test
  void aPausedRunCanBeStopped() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.pause(run);
    RunRow stopped = fixture.stop(run, false);
    assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
    assertThat(stopped.paused()).isFalse();
  }
}
