package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.db.RunFixture;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandedOnArtifactTest {
  private static final String GRAPH =
      """
      graph: g
      nodes:
        flag: {type: no-op, with: {salt: "false"}}
        other: {type: no-op, when: $flag.value, with: {salt: other}}
        maker: {type: no-op, with: {salt: maker}}
        either: {merge: [$other.value, $maker.value]}
        after: {type: no-op, with: {after: $either.value, salt: after}}
      """;

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLostArtifactThatAMergeHandedOnIsMadeAgainByWhoMadeIt() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.report(
        fixture.done(fixture.grantAll().getFirst(), new PortValue.Inline(new Value.Bool(false))));
    fixture.takeIn(run, 1);
    fixture.takeIn(run, 2);
    Granted maker = fixture.grantAll().getFirst();
    ArtifactReference picture = fixture.stored(maker, "a picture");
    fixture.report(fixture.done(maker, new PortValue.Artifact(picture)));
    fixture.takeIn(run, 4);
    Granted consumer = fixture.grantAll().getFirst();
    assertThat(
            new LostArtifact(fixture.database(), fixture.plans())
                .found(fixture.lease(consumer), picture.digest()))
        .isTrue();

    Granted again = fixture.grantAll().getFirst();
    assertThat(again.memoKey()).isEqualTo(maker.memoKey());
    fixture.stored(again, "a picture");
    fixture.report(fixture.done(again, new PortValue.Artifact(picture)));
    fixture.report(fixture.done(fixture.grantAll().getFirst()));

    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.events(run))
        .containsSubsequence(
            "node-input-lost after",
            "node-succeeded maker",
            "node-succeeded either",
            "node-succeeded after");
  }
}
