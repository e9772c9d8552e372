package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.QueuedWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetPriorityTest {
  private static final String GRAPH =
      """
      graph: pair
      nodes:
        a: {type: no-op, with: {salt: one}, priority: 3}
        b: {type: no-op, with: {salt: two}}
      """;

  private final RunFixture fixture = new RunFixture();
  private final SetPriority priority = new SetPriority(fixture.database(), fixture.plans());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theWorksOfARunMoveWithItAndKeepTheOrderOfItsNodes() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.takeIn(run, 1);
    Changed changed = priority.set(fixture.asking(), run.id(), 10);
    assertThat(changed.changed())
        .containsExactly(
            "Run %s has priority 10, before: 0".formatted(run.id()),
            "Nodes that have another place in the queue: 2");
    assertThat(fixture.waiting()).extracting(QueuedWork::priority).containsExactly(13, 10);
    assertThat(fixture.events(run)).endsWith("run-priority");
  }

  @Test
  void aSharedWorkHasTheHighestPriorityOfItsWaitersAgain() {
    RunRow run = fixture.plan(GRAPH, 500);
    RunRow other = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 1);
    fixture.takeIn(other, 1);
    priority.set(fixture.asking(), run.id(), 10);
    priority.set(fixture.asking(), other.id(), 5);
    assertThat(fixture.waiting()).extracting(QueuedWork::priority).containsExactly(10);
    priority.set(fixture.asking(), run.id(), -4);
    assertThat(fixture.waiting()).extracting(QueuedWork::priority).containsExactly(5);
  }

  @Test
  void whatIsTakenInLaterHasTheNewPriority() {
    RunRow run = fixture.plan(GRAPH, 500);
    priority.set(fixture.asking(), run.id(), 10);
    fixture.takeIn(run, 1);
    assertThat(fixture.waiting()).extracting(QueuedWork::priority).containsExactly(10);
  }

  @Test
  void theSamePriorityChangesNothing() {
    RunRow run = fixture.plan(GRAPH, 500);
    priority.set(fixture.asking(), run.id(), 10);
    assertThat(priority.set(fixture.asking(), run.id(), 10).changed()).isEmpty();
    assertThat(
            new Audit(fixture.database())
                .list(RunFixture.TENANT, java.util.Optional.of(run.id()), Long.MAX_VALUE, 10))
        .hasSize(1);
  }
}
