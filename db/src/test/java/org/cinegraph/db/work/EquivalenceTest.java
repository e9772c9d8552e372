package org.cinegraph.db.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What went on from a checkpoint of another machine is marked, and all that is computed from it.
class EquivalenceTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value, salt: two}}
        c: {type: no-op, with: {salt: apart}}
      outputs:
        last: $b.value
        apart: $c.value
      """;

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anArtifactAndAllThatIsComputedFromItAreMarkedAndNothingElse() {
    RunRow run = computeWithAMarkedFirstNode();

    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(marked(run)).containsExactly("a", "b");
    assertThat(markedEvents(run)).containsExactlyInAnyOrder("node-succeeded a", "node-succeeded b");
  }

  @Test
  void aRunThatTakesThemFromTheMemoIsMarkedAlike() {
    computeWithAMarkedFirstNode();

    RunRow second = fixture.plan(CHAIN, 500);

    assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(marked(second)).containsExactly("a", "b");
  }

  @Test
  void aHitThatIsFoundLaterIsMarkedAlike() {
    RunRow second = fixture.plan(CHAIN, 500);
    computeWithAMarkedFirstNode();

    fixture.takeIn(second, 0);

    assertThat(marked(second)).containsExactly("a");
    assertThat(markedEvents(second)).containsExactly("node-hit a");
  }

  @Test
  void whatIsComputedFromAMarkedHitIsMarked() {
    computeWithAMarkedFirstNode();

    RunRow other = fixture.plan(CHAIN.replace("two", "three"), 500);
    fixture.takeIn(other, 1);
    doneAll(false);

    assertThat(marked(other)).containsExactly("a", "b");
  }

  @Test
  void aNodeInAnotherSegmentIsMarkedToo() {
    RunRow run = fixture.plan(CHAIN, 1);
    fixture.takeIn(run, 1);
    fixture.takeIn(run, 0);
    doneAll(true);
    doneAll(false);

    assertThat(marked(run)).containsExactly("a", "b");
  }

  @Test
  void theMarkGoesWithTheCheckpointToTheNextLease() {
    fixture.takeIn(fixture.plan(CHAIN, 500), 0);
    Granted granted = fixture.grantAll().getFirst();
    new Checkpoints(fixture.database())
        .record(
            fixture.lease(granted),
            new SavedCheckpoint(
                2,
                24,
                fixture.stored(granted, "state"),
                "here".getBytes(StandardCharsets.UTF_8),
                true));
    fixture.report(new Report.Lost(fixture.lease(granted), false));

    assertThat(fixture.grantAll().getFirst().checkpoints())
        .extracting(SavedCheckpoint::equivalent)
        .containsExactly(true);
  }

  private RunRow computeWithAMarkedFirstNode() {
    RunRow run = fixture.plan(CHAIN, 500);
    fixture.takeIn(run, 0);
    doneAll(true);
    fixture.takeIn(run, 1);
    fixture.takeIn(run, 2);
    doneAll(false);
    return run;
  }

  private void doneAll(boolean equivalent) {
    for (Granted granted : fixture.grantAll()) {
      Report.Done done = fixture.done(granted);
      fixture.report(
          new Report.Done(done.lease(), done.outputs(), done.seconds(), done.log(), equivalent));
    }
  }

  private List<String> marked(RunRow run) {
    return new NodeRuns(fixture.database(), fixture.plans())
        .list(RunFixture.TENANT, run.id()).stream()
            .filter(NodeRunRow::equivalent)
            .map(NodeRunRow::name)
            .toList();
  }

  private List<String> markedEvents(RunRow run) {
    return new Events(fixture.database())
        .from(RunFixture.TENANT, run.id(), 1, 100).stream()
            .filter(event -> isMarked(event.body()))
            .map(event -> event.type() + " " + event.node().orElse(""))
            .toList();
  }

  private static boolean isMarked(String body) {
    return CanonicalJson.parse(body) instanceof Value.Fields(var fields)
        && new Value.Bool(true).equals(fields.get("numerically_equivalent"));
  }
}
