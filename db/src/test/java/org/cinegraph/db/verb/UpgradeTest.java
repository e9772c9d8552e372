package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Runs that wait for a version or a program that no worker offers any more.
class UpgradeTest {
  private static final String GRAPH =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value, salt: two}}
        c: {type: no-op, with: {after: $b.value, salt: three}}
      outputs:
        value: $c.value
      """;

  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final Digest NEW_PROGRAM = Digest.of("a newer program");

  private final RunFixture fixture = new RunFixture();
  private final RecoverRun recover = new RecoverRun(fixture.database(), fixture.plans());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void waitingNodesMoveToTheNewestVersionAndWhatHasEndedStays() {
    RunRow run = fixture.plan(GRAPH, 500);
    compute(run, A);
    fixture.takeIn(run, B);
    QueuedWork old = fixture.waiting().getFirst();
    fixture.offerOnly(2, NEW_PROGRAM);

    Changed changed = recover.upgrade(fixture.asking(), run.id());

    assertThat(changed.changed()).containsExactly("Moved from no-op version 1 to version 2: b, c");
    assertThat(fixture.waiting())
        .singleElement()
        .satisfies(work -> {
          assertThat(work.version()).isEqualTo(2);
          assertThat(work.program()).isEqualTo(NEW_PROGRAM);
          assertThat(work.memoKey()).isNotEqualTo(old.memoKey());
        });
    finish(run);
    compute(run, C);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(versions(run)).containsExactly(1, 2, 2);
    assertThat(fixture.outbox()).contains("activity-1 succeeded", "activity-2 succeeded");
    assertThat(fixture.events(run)).containsSubsequence("nodes-upgraded", "run-succeeded");
  }

  @Test
  void aNodeThatWasTakenInUnderThePlanBeforeIsMovedByAskingOnceMore() {
    RunRow run = fixture.plan(GRAPH, 500);
    compute(run, A);
    fixture.takeIn(run, B);
    fixture.offerOnly(2, NEW_PROGRAM);
    assertThat(recover.upgrade(fixture.asking(), run.id()).changed()).hasSize(1);
    fixture
        .database()
        .run(sql ->
            sql.update(
                "UPDATE work SET version = 1, program_digest = ?, memo_key = ? WHERE state = 'queued'",
                RunFixture.PROGRAM,
                Digest.of("the key before")));

    assertThat(recover.upgrade(fixture.asking(), run.id()).changed())
        .containsExactly("Moved from no-op version 1 to version 2: b");

    assertThat(fixture.waiting()).extracting(QueuedWork::version).containsExactly(2);
    assertThat(recover.upgrade(fixture.asking(), run.id()).changed()).isEmpty();
  }

  @Test
  void aNodeThatComputesStaysAndItsConsumersMove() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, A);
    Granted granted = fixture.grantAll().getFirst();
    fixture.offerOnly(1, NEW_PROGRAM);

    assertThat(recover.upgrade(fixture.asking(), run.id()).changed())
        .singleElement()
        .asString()
        .startsWith("Moved from no-op version 1 program " + RunFixture.PROGRAM.brief())
        .endsWith(": b, c");
    fixture.report(fixture.done(granted));
    fixture.takeIn(run, B);
    assertThat(fixture.waiting().getFirst().program()).isEqualTo(NEW_PROGRAM);
  }

  @Test
  void whatAnotherRunComputedWithTheNewVersionIsTaken() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, A);
    fixture.offerOnly(2, NEW_PROGRAM);
    RunRow other = fixture.plan(GRAPH, 500);
    compute(other, A);

    recover.upgrade(fixture.asking(), run.id());

    assertThat(fixture.events(run)).contains("node-hit a");
    assertThat(fixture.outbox()).contains("activity-0 succeeded");
  }

  @Test
  void aRunThatFailedGoesOnWithTheNewVersion() {
    RunRow run = fixture.plan(GRAPH, 500);
    compute(run, A);
    fixture.stop(run, true);
    fixture.offerOnly(2, NEW_PROGRAM);

    Changed changed = recover.upgrade(fixture.asking(), run.id());

    assertThat(changed.changed())
        .contains("Run %s goes on".formatted(run.id()))
        .endsWith("Moved from no-op version 1 to version 2: b, c");
    compute(changed.run(), B);
    compute(changed.run(), C);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void askingTwiceChangesNothingMore() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, A);
    fixture.offerOnly(2, NEW_PROGRAM);
    recover.upgrade(fixture.asking(), run.id());
    assertThat(recover.upgrade(fixture.asking(), run.id()).changed()).isEmpty();
  }

  @Test
  void itIsRefusedWhereNothingNewerIsOffered() {
    fixture.offerOnly(2, NEW_PROGRAM);
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, A);
    fixture.offerOnly(1, RunFixture.PROGRAM);

    assertThatThrownBy(() -> recover.upgrade(fixture.asking(), run.id()))
        .asInstanceOf(type(VerbRefused.class))
        .extracting(refused -> refused.failure().message())
        .isEqualTo(
            "Run %s cannot be upgraded: node a waits for no-op version 2 program %s, and connected workers offer nothing newer that the graph allows: version 1; start a worker that offers it or a newer one"
                .formatted(run.id(), NEW_PROGRAM.brief()));
    assertThat(fixture.waiting()).singleElement().extracting(QueuedWork::version).isEqualTo(2);
    assertThat(fixture.events(run)).doesNotContain("nodes-upgraded");
  }

  private List<Integer> versions(RunRow run) {
    return fixture
        .database()
        .read(sql ->
            sql.rows(
                "SELECT version FROM node_run WHERE run_id = ? ORDER BY node",
                row -> row.integer("version"),
                run.id()));
  }

  private void compute(RunRow run, int node) {
    fixture.takeIn(run, node);
    finish(run);
  }

  private void finish(RunRow run) {
    fixture.report(fixture.done(fixture.grant(run).orElseThrow()));
  }
}
